import Crypto
import Detection
import Foundation
public import Redaction
import Yams

/// A policy file, read.
public struct LoadedPolicy: Sendable {
    public let policy: Policy
    /// SHA-256 of the file, in hexadecimal: names this policy in the evidence.
    public let digest: String
    public let warnings: [RuleDiagnostic]

    /// Reads a policy file.
    ///
    /// - Throws: Everything that is wrong with it, in one go.
    public static func load(from file: String, today: CalendarDay) throws(RuleDiagnostics) -> LoadedPolicy {
        var reader = PolicyReader(file: file, today: today)
        let bytes = FileManager.default.contents(atPath: file)
        let policy = reader.read(bytes)
        let diagnostics = reader.reader.diagnostics
        guard let policy, let bytes, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw RuleDiagnostics(diagnostics)
        }
        let digest = SHA256.hash(data: bytes).map(\.hexadecimal).joined()
        return LoadedPolicy(policy: policy, digest: digest, warnings: diagnostics)
    }
}

private struct PolicyReader {
    private enum OperatorName: String, CaseIterable {
        case pseudonymize, mask, remove
    }

    private enum VerdictName: String, CaseIterable {
        case allow, redact, block
    }

    private(set) var reader: YAMLReader
    private let today: CalendarDay

    init(file: String, today: CalendarDay) {
        reader = YAMLReader(file: file)
        self.today = today
    }

    mutating func read(_ bytes: Data?) -> Policy? {
        guard let bytes else {
            reader.report(
                .unreadable, nil, "The policy file cannot be read.",
                hint: "Check that it exists and who may read it."
            )
            return nil
        }
        let known = ["policy", "version", "review_by", "table_rows", "entities"]
        guard let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the policy", known: known)
        else {
            return nil
        }
        let name = reader.text("policy", in: fields)
        let version = reader.number("version", in: fields, from: 1...1_000_000)
        checkReview(fields)
        guard let entities = reader.required("entities", in: fields) else { return nil }
        let treatments = readEntities(entities)
        let rows = reader.optionalNumber("table_rows", in: fields, from: 2...50)
        guard let name, let version else { return nil }
        return Policy(
            name: name, version: version, tableRowCountMin: rows ?? Policy.tableRowCountMinDefault,
            treatments: treatments)
    }

    private mutating func checkReview(_ fields: YAMLFields) {
        guard let node = reader.required("review_by", in: fields), let day = reader.day(node), day < today
        else {
            return
        }
        reader.warn(
            .pastReview, node, "This policy was to be reviewed by \(day).",
            hint: "Review it, then move the date."
        )
    }

    private mutating func readEntities(_ node: Node) -> [EntityType: Policy.Treatment] {
        let names = EntityType.allCases.map(\.rawValue)
        guard let fields = reader.fields(node, of: "the list of entities", known: names) else { return [:] }
        var treatments: [EntityType: Policy.Treatment] = [:]
        for entity in EntityType.allCases {
            guard let value = fields[entity.rawValue] else {
                reader.report(
                    .missingEntity, fields.node,
                    "The policy does not say what happens to \(entity.rawValue).",
                    hint: "Add `\(entity.rawValue): { verdict: block }` or another verdict."
                )
                continue
            }
            treatments[entity] = readTreatment(value)
        }
        return treatments
    }

    private mutating func readTreatment(_ node: Node) -> Policy.Treatment? {
        let known = ["verdict", "operator", "keep_last"]
        guard let fields = reader.fields(node, of: "a verdict", known: known),
            let verdictNode = reader.required("verdict", in: fields),
            let verdict = reader.word(verdictNode, as: VerdictName.self, what: "verdict")
        else { return nil }
        guard verdict == .redact else {
            if let node = fields["operator"] ?? fields["keep_last"] {
                reader.report(
                    .unknownKey, node, "Only `verdict: redact` takes an operator.", hint: "Remove this key."
                )
            }
            return verdict == .allow ? .allow : .block
        }
        guard let operatorNode = reader.required("operator", in: fields),
            let name = reader.word(operatorNode, as: OperatorName.self, what: "operator")
        else { return nil }
        if name != .mask, let node = fields["keep_last"] {
            reader.report(
                .unknownKey, node, "Only `operator: mask` takes `keep_last`.", hint: "Remove this key.")
        }
        switch name {
        case .pseudonymize: return .redact(.pseudonymize)
        case .remove: return .redact(.remove)
        case .mask:
            return reader.number("keep_last", in: fields, from: 0...4).map { .redact(.mask(keepLast: $0)) }
        }
    }
}
