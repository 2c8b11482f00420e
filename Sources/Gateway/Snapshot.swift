public import Detection
public import Redaction
import Wire

/// What one exchange is judged by: one set of rules, one policy, one register, from start to end.
public struct Snapshot: Sendable {
    public let rules: CompiledRules
    public let rulesDigest: String
    public let policyDigest: String
    public let endpoints: [Endpoint]
    let policy: Policy
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
        self.policy = policy
        inspector = Inspector(rules: rules, policy: policy)
    }

    /// The models that clients of an API may ask for, in the register's order.
    func models(of family: APIFamily) -> [String] {
        endpoints.filter { $0.api.families.contains(family) }.flatMap(\.models)
    }

    func endpoint(serving model: String, of family: APIFamily) throws(GatewayError) -> Endpoint {
        let endpoint = endpoints.first {
            $0.api.families.contains(family) && $0.models.contains(model)
        }
        guard let endpoint else { throw .modelUnknown(offered: models(of: family)) }
        return endpoint
    }
}
