import Foundation
public import Redaction

/// The keys that Cloakroom shows endpoints, read once at the start.
public struct EndpointKeys: Sendable {
    private var keys: [String: String] = [:]
    /// Endpoints whose register names a key that is not there.
    public private(set) var missing: [String] = []

    /// Looks in the process's environment, where `$CREDENTIALS_DIRECTORY` is systemd's.
    public init(for endpoints: [Endpoint], environment: [String: String]) {
        for endpoint in endpoints {
            let key: String?
            switch endpoint.keySource {
            case .none: continue
            case .environment(let name): key = environment[name]
            case .credential(let name):
                let file = environment["CREDENTIALS_DIRECTORY"].map { "\($0)/\(name)" }
                key = file.flatMap { FileManager.default.contents(atPath: $0) }
                    .map { String(decoding: $0, as: UTF8.self) }
            }
            let trimmed = key?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            if trimmed.isEmpty { missing.append(endpoint.id) } else { keys[endpoint.id] = trimmed }
        }
    }

    func key(for endpoint: Endpoint) throws(GatewayError) -> String? {
        if case .none = endpoint.keySource { return nil }
        guard let key = keys[endpoint.id] else { throw .endpointKeyMissing(endpoint: endpoint.id) }
        return key
    }
}
