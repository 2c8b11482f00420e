public import Detection
public import Redaction

/// What one exchange is judged by: one set of rules, one policy, one register, from start to end.
public struct Snapshot: Sendable {
    public let rules: CompiledRules
    public let rulesDigest: String
    public let policyDigest: String
    public let endpoints: [Endpoint]
    let inspector: Inspector

    public init(
        rules: CompiledRules,
        rulesDigest: String,
        policy: Policy,
        policyDigest: String,
        endpoints: [Endpoint]
    ) {
        self.rules = rules
        self.rulesDigest = rulesDigest
        self.policyDigest = policyDigest
        self.endpoints = endpoints
        inspector = Inspector(rules: rules, policy: policy)
    }

    /// The models that clients may ask for, in the register's order.
    var models: [String] { endpoints.flatMap(\.models) }

    func endpoint(serving model: String) throws(GatewayError) -> Endpoint {
        guard let endpoint = endpoints.first(where: { $0.models.contains(model) }) else {
            throw .modelUnknown(offered: models)
        }
        return endpoint
    }
}
