/// What `cloakroom.yaml`, the environment and the command line settle.
public struct Configuration: Sendable {
    /// Where a value came from; a later one overrules an earlier one.
    public enum Origin: String, Sendable {
        case preset = "default"
        case file
        case environment
        case flag
    }

    /// The settings, by their name in the file.
    public enum Setting: String, CaseIterable, Sendable {
        /// `host:port` that clients are pointed at.
        case listen
        /// The folder with packs and policies.
        case rules
        /// A school's folder with packs and policies of its own, which may only tighten; nil for none.
        case school
        /// The school's people, as `roster build` wrote them; nil for none.
        case roster
        /// Where the roster's key is: a file, `env:NAME` or `credential:NAME`.
        case rosterKey = "roster_key"
        /// The name of a file below `policies` in the rules folder, without `.yaml`.
        case policy
        /// The endpoint register; without one, the stand-in endpoint answers.
        case endpoints
        /// The evidence.
        case audit
        /// The name that a new log of evidence signs its checkpoints with; nil for one by chance.
        case auditOrigin = "audit_origin"
        /// The database that several gateways copy their evidence to: `postgresql://…`, `env:NAME` or `credential:NAME`; nil for none.
        case auditDatabase = "audit_database"
        /// With so many entries of evidence that are not in that database, requests are refused.
        case auditBacklog = "audit_backlog"
        /// How many days evidence is kept, by class: `allowed=183, blocked=365, redacted=92, original=31, note=365`.
        case retention
        /// The public keys that originals of blocked prompts are sealed to; nil: originals are not kept.
        case evidenceKeys = "evidence_keys"
        /// The callers' keys, hashed.
        case keys
        /// Who is told about misuse: an address or a page.
        case incidentContact = "incident_contact"
        /// Largest request body, in bytes.
        case requestBytes = "request_bytes"
        /// Most clients at a time.
        case connections
        case logLevel = "log_level"

        /// `CLOAKROOM_LISTEN`.
        public var variable: String { "CLOAKROOM_" + rawValue.uppercased() }

        var preset: String? {
            switch self {
            case .listen: "127.0.0.1:8080"
            case .rules, .school, .roster, .endpoints, .auditOrigin, .auditDatabase, .evidenceKeys,
                .incidentContact:
                nil
            case .rosterKey: RosterKeyPlace.preset.description
            case .policy: "default"
            case .audit: "var/audit.sqlite"
            case .auditBacklog: "100000"
            case .retention: "allowed=183, blocked=365, redacted=92, original=31, note=365"
            case .keys: "var/keys.json"
            case .requestBytes: String(8 << 20)
            case .connections: "512"
            case .logLevel: "info"
            }
        }
    }

    public struct Value: Sendable {
        public let text: String
        public let origin: Origin
    }

    public private(set) var values: [Setting: Value] = [:]

    init() {
        for setting in Setting.allCases {
            values[setting] = setting.preset.map { Value(text: $0, origin: .preset) }
        }
    }

    mutating func set(_ setting: Setting, to text: String, from origin: Origin) {
        values[setting] = Value(text: text, origin: origin)
    }

    public subscript(_ setting: Setting) -> String? { values[setting]?.text }

    /// The host and port of `listen`; checked when the configuration was loaded.
    public var listenAddress: (host: String, port: Int) {
        Self.address(self[.listen] ?? "") ?? ("127.0.0.1", 8080)
    }

    public func number(_ setting: Setting) -> Int { Int(self[setting] ?? "") ?? 0 }

    /// `host:port` or `[v6 address]:port`; port 0 asks for any free one.
    static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.contains(" ") else { return nil }
        return (host, port)
    }
}
