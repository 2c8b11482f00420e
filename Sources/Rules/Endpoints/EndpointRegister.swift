import Foundation
public import Redaction
import Yams

/// The endpoints that may be used, from the register that the trust keeps.
public struct EndpointRegister: Sendable {
    /// In the register's order; the first that offers a model serves it.
    public let endpoints: [Endpoint]
    public let warnings: [RuleDiagnostic]

    public init(endpoints: [Endpoint], warnings: [RuleDiagnostic] = []) {
        self.endpoints = endpoints
        self.warnings = warnings
    }

    /// Reads the register.
    ///
    /// An endpoint without risk assessment, owner or `no_training: true`, or past its review date, is not
    /// approved and makes the whole file an error: silence would look like approval.
    public static func load(from file: String, today: CalendarDay) throws(RuleDiagnostics) -> EndpointRegister
    {
        var reader = EndpointReader(file: file, today: today)
        let endpoints = reader.read(FileManager.default.contents(atPath: file))
        let diagnostics = reader.reader.diagnostics
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw RuleDiagnostics(diagnostics)
        }
        return EndpointRegister(endpoints: endpoints, warnings: diagnostics)
    }
}

private struct EndpointReader {
    private static let keys = [
        "id", "title", "api", "api_version", "region", "base_url", "models", "api_key", "owner", "dpia_ref",
        "review_by", "no_training",
        "timeouts",
    ]

    private(set) var reader: YAMLReader
    private let today: CalendarDay

    init(file: String, today: CalendarDay) {
        reader = YAMLReader(file: file)
        self.today = today
    }

    mutating func read(_ bytes: Data?) -> [Endpoint] {
        guard let bytes else {
            reader.report(
                .unreadable, nil, "The endpoint register cannot be read.",
                hint: "Check that it exists and who may read it."
            )
            return []
        }
        guard let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the register", known: ["endpoints"]),
            let list = reader.required("endpoints", in: fields)
        else { return [] }
        let nodes = reader.list(list)
        if nodes.isEmpty {
            reader.report(.missingKey, list, "The register lists no endpoint.", hint: "Add at least one.")
        }
        var endpoints: [Endpoint] = []
        for node in nodes {
            guard let endpoint = readEndpoint(node) else { continue }
            checkUnique(endpoint, among: endpoints, at: node)
            endpoints.append(endpoint)
        }
        return endpoints
    }

    private mutating func checkUnique(_ endpoint: Endpoint, among others: [Endpoint], at node: Node) {
        if others.contains(where: { $0.id == endpoint.id }) {
            reader.report(
                .duplicateID, node, "Two endpoints have the id `\(endpoint.id)`.", hint: "Rename one.")
        }
        for model in endpoint.models {
            let families = endpoint.api.families
            let other = others.first {
                $0.models.contains(model) && $0.api.families.contains(where: families.contains)
            }
            guard let other else { continue }
            reader.report(
                .duplicateID, node, "The model `\(model)` is offered by `\(other.id)` too.",
                hint: "List each model at one endpoint, so that it is clear where a prompt goes."
            )
        }
    }

    private mutating func readEndpoint(_ node: Node) -> Endpoint? {
        guard let fields = reader.fields(node, of: "an endpoint", known: Self.keys) else { return nil }
        let id = readID(fields)
        let title = reader.text("title", in: fields)
        let api = readAPI(fields)
        let apiVersion = readAPIVersion(fields, of: api)
        let baseURL = readBaseURL(fields)
        if fields["region"] != nil { _ = reader.text("region", in: fields) }
        let models = readModels(fields)
        let keySource = readKeySource(fields)
        checkApproval(fields)
        let timeouts = readTimeouts(fields)
        guard let id, let title, let baseURL, let keySource else { return nil }
        return Endpoint(
            id: id, title: title, api: api, apiVersion: apiVersion, baseURL: baseURL, models: models,
            keySource: keySource, timeouts: timeouts)
    }

    private mutating func readID(_ fields: YAMLFields) -> String? {
        guard let node = reader.required("id", in: fields), let id = reader.text(node) else { return nil }
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if !isPlain || id.utf8.count > 40 {
            reader.report(
                .outOfRange, node, "An endpoint's id is made of a–z, 0–9 and hyphens, at most 40.", hint: nil
            )
        }
        return id
    }

    private mutating func readAPI(_ fields: YAMLFields) -> Endpoint.API {
        guard let node = fields["api"], let text = reader.text(node) else { return .openAI }
        guard let api = Endpoint.API(rawValue: text) else {
            let known = Endpoint.API.allCases.map(\.rawValue).joined(separator: ", ")
            reader.report(
                .outOfRange, node, "`\(text)` is no API that Cloakroom speaks.", hint: "Known: \(known).")
            return .openAI
        }
        return api
    }

    /// Plain characters only: it becomes part of an address.
    private mutating func readAPIVersion(_ fields: YAMLFields, of api: Endpoint.API) -> String? {
        guard let node = fields["api_version"] else {
            if api == .azure, let node = fields["api"] {
                reader.report(
                    .missingKey, node, "An endpoint with `api: azure` needs an `api_version`.",
                    hint:
                        "Write one such as 2024-10-21; for addresses that end in /openai/v1 write `api: openai`."
                )
            }
            return nil
        }
        guard let text = reader.text(node) else { return nil }
        guard api == .azure, text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x61 < 26 || $0 == 0x2D }) else {
            reader.report(
                .outOfRange, node,
                "An `api_version` is made of digits, a–z and hyphens, for `api: azure` only.",
                hint: "Write one such as 2024-10-21.")
            return nil
        }
        return text
    }

    /// Only https, or http to this machine: prompts do not travel in clear.
    private mutating func readBaseURL(_ fields: YAMLFields) -> String? {
        guard let node = reader.required("base_url", in: fields), var text = reader.text(node) else {
            return nil
        }
        while text.hasSuffix("/") { text.removeLast() }
        let url = URLComponents(string: text)
        let host = url?.host ?? ""
        let isLocal = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        let isUsable = url?.scheme == "https" || (url?.scheme == "http" && isLocal)
        guard isUsable, !host.isEmpty, url?.user == nil, url?.password == nil, url?.query == nil,
            url?.fragment == nil
        else {
            reader.report(
                .outOfRange, node, "This is not the address of an endpoint.",
                hint:
                    "Write https://host/path without a user, a query or a fragment; http only for this machine."
            )
            return nil
        }
        return text
    }

    private mutating func readModels(_ fields: YAMLFields) -> [String] {
        guard let node = reader.required("models", in: fields) else { return [] }
        let models = reader.texts("models", in: fields)
        if models.isEmpty {
            reader.report(
                .missingKey, node, "The endpoint offers no model.", hint: "List the approved models.")
        }
        return models
    }

    private mutating func readKeySource(_ fields: YAMLFields) -> Endpoint.KeySource? {
        guard let node = fields["api_key"] else { return Endpoint.KeySource.none }
        guard let key = reader.fields(node, of: "the key's source", known: ["env", "credential"]) else {
            return nil
        }
        switch (key["env"], key["credential"]) {
        case (let name?, nil): return reader.text(name).map { .environment($0) }
        case (nil, let name?):
            guard let text = reader.text(name) else { return nil }
            guard !text.contains("/"), text != "..", text != "." else {
                reader.report(.outOfRange, name, "A credential is a file name, not a path.", hint: nil)
                return nil
            }
            return .credential(text)
        default:
            reader.report(
                .missingKey, node, "The key's source is `env` or `credential`.",
                hint: "Never write the key itself into this file."
            )
            return nil
        }
    }

    private mutating func checkApproval(_ fields: YAMLFields) {
        _ = reader.text("owner", in: fields, hint: "Name who answers for this endpoint.")
        _ = reader.text("dpia_ref", in: fields, hint: "Name the data protection impact assessment.")
        if let node = reader.required("no_training", in: fields), reader.flag(node) == false {
            reader.report(
                .notApproved, node, "This endpoint may train on what it is sent, so it cannot be used.",
                hint: "Use an endpoint whose contract excludes training, then set `no_training: true`."
            )
        }
        if let node = reader.required("review_by", in: fields), let day = reader.day(node), day < today {
            reader.report(
                .notApproved, node, "The approval of this endpoint ran out on \(day).",
                hint: "Review it, then move the date; or take the endpoint out."
            )
        }
    }

    private mutating func readTimeouts(_ fields: YAMLFields) -> Endpoint.Timeouts {
        let standard = Endpoint.Timeouts.standard
        guard let node = fields["timeouts"],
            let times = reader.fields(node, of: "the timeouts", known: ["connect", "idle", "total"])
        else { return standard }
        let connect = reader.optionalNumber("connect", in: times, from: 1...60)
        let idle = reader.optionalNumber("idle", in: times, from: 1...600)
        let total = reader.optionalNumber("total", in: times, from: 1...3_600)
        return Endpoint.Timeouts(
            connect: connect.map { .seconds($0) } ?? standard.connect,
            idle: idle.map { .seconds($0) } ?? standard.idle,
            total: total.map { .seconds($0) } ?? standard.total
        )
    }
}
