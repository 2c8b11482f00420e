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

extension LoadedPolicy {
    /// The policy with what a school's file tightens; a file that is not there tightens nothing.
    ///
    /// - Throws: Everything that is wrong with it, in one go; a verdict that is looser is an error.
    public func tightened(by file: String, today: CalendarDay) throws(RuleDiagnostics) -> LoadedPolicy {
        guard FileManager.default.fileExists(atPath: file) else { return self }
        var reader = PolicyReader(file: file, today: today)
        let bytes = FileManager.default.contents(atPath: file)
        let policy = reader.read(bytes, tightening: policy)
        let diagnostics = reader.reader.diagnostics
        guard let policy, let bytes, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw RuleDiagnostics(diagnostics)
        }
        let digest = SHA256.hash(data: Data(self.digest.utf8) + bytes).map(\.hexadecimal).joined()
        return LoadedPolicy(policy: policy, digest: digest, warnings: warnings + diagnostics)
    }
}

struct PolicyReader {
    static let keys = [
        "policy", "version", "review_by", "table_rows", "mosaic", "embeddings", "entities", "answers",
        "block_style", "footer",
    ]

    enum OperatorName: String, CaseIterable {
        case pseudonymize, mask, remove
    }

    enum VerdictName: String, CaseIterable {
        case allow, mosaic, redact, block
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
        guard let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the policy", known: Self.keys)
        else {
            return nil
        }
        let name = reader.text("policy", in: fields)
        let version = reader.number("version", in: fields, from: 1...1_000_000)
        checkReview(fields)
        guard let entities = reader.required("entities", in: fields) else { return nil }
        let treatments = readEntities(entities)
        let mosaic = readMosaic(fields)
        if fields["mosaic"] == nil, let entity = treatments.first(where: { $0.value.name == "mosaic" })?.key {
            reader.report(
                .missingKey, entities, "The verdict `mosaic` of \(entity.rawValue) needs the key `mosaic`.",
                hint: "Add mosaic: { limit: 12, weights: { PERSON: 6, AGE: 3 } }, or choose another verdict.")
        }
        let rows = reader.optionalNumber("table_rows", in: fields, from: 2...50)
        guard let name, let version else { return nil }
        return Policy(
            name: name, version: version, tableRowCountMin: rows ?? Policy.tableRowCountMinDefault,
            mosaic: mosaic, answers: AnswerPolicy(readAnswers(fields)),
            vectors: readVectors(fields) ?? .block, blockStyle: readBlockStyle(fields) ?? .error,
            footer: readFooter(fields), treatments: treatments)
    }

    /// A school's policy: what it says of some kinds of data, on top of the trust's.
    mutating func read(_ bytes: Data?, tightening trust: Policy) -> Policy? {
        // How the trust adds up is not for a school to change.
        let known = Self.keys.filter { $0 != "mosaic" }
        guard let bytes, let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the school's policy", known: known)
        else { return nil }
        if let name = reader.text("policy", in: fields), name != trust.name, let node = fields["policy"] {
            reader.report(
                .outOfRange, node, "The school's policy is called `\(name)`, the trust's `\(trust.name)`.",
                hint: "A school's file has the name of the policy that it tightens.")
        }
        _ = reader.number("version", in: fields, from: 1...1_000_000)
        checkReview(fields)
        var treatments: [EntityType: Policy.Treatment] = [:]
        if let node = fields["entities"] {
            let names = EntityType.allCases.map(\.rawValue)
            let entities = reader.fields(node, of: "the list of entities", known: names)
            for entity in EntityType.allCases {
                guard let value = entities?[entity.rawValue], let treatment = readTreatment(value) else {
                    continue
                }
                treatments[entity] = treatment
                reportIfLooser(treatment, than: trust.treatment(of: entity), entity, value)
            }
        }
        let rows = reader.optionalNumber("table_rows", in: fields, from: 2...50)
        if let rows, rows > trust.tableRowCountMin, let node = fields["table_rows"] {
            reader.report(
                .looser, node, "The trust blocks \(trust.tableRowCountMin) rows about people.",
                hint: "A school may only tighten: write as many or fewer.")
        }
        let answers = readAnswers(fields)
        for (entity, treatment) in answers where treatment.isLooser(than: trust.answers.treatment(of: entity))
        {
            reader.report(
                .looser, fields["answers"] ?? fields.node,
                "The trust's verdict for \(entity.rawValue) in answers is stricter: \(trust.answers.treatment(of: entity).rawValue).",
                hint: "A school may only tighten: remove this kind.")
        }
        let vectors = readVectors(fields)
        if vectors == .redact, trust.vectors == .block, let node = fields["embeddings"] {
            reader.report(
                .looser, node, "The trust blocks personal data in texts to embed.",
                hint: "A school may only tighten: remove this line, or write `block`.")
        }
        return trust.tightened(
            rows: rows, answers: answers, vectors: vectors, blockStyle: readBlockStyle(fields),
            footer: readFooter(fields), treatments)
    }

    private mutating func reportIfLooser(
        _ treatment: Policy.Treatment,
        than trust: Policy.Treatment,
        _ entity: EntityType,
        _ node: Node
    ) {
        guard treatment.isLooser(than: trust) else { return }
        reader.report(
            .looser, node, "The trust's verdict for \(entity.rawValue) is stricter: \(trust.name).",
            hint: "A school may only tighten: remove this line, or write a stricter verdict.")
    }

    private mutating func readVectors(_ fields: YAMLFields) -> Policy.VectorTreatment? {
        fields["embeddings"].flatMap {
            reader.word($0, as: Policy.VectorTreatment.self, what: "treatment of texts to embed")
        }
    }

    private mutating func readBlockStyle(_ fields: YAMLFields) -> Policy.BlockStyle? {
        fields["block_style"].flatMap {
            reader.word($0, as: Policy.BlockStyle.self, what: "way to tell of a block")
        }
    }

    private mutating func readFooter(_ fields: YAMLFields) -> AnswerFooter? {
        guard let node = fields["footer"], let text = reader.text(node) else { return nil }
        let footer = AnswerFooter(text)
        if footer == nil {
            reader.report(
                .outOfRange, node,
                "The footer must say something, in at most \(AnswerFooter.byteCountMax) bytes.",
                hint: "Shorten it, or remove the key for answers without a footer.")
        }
        return footer
    }

    /// `answers: { redact: [SECRET], pass: [POSTCODE] }`, where `redact: all` stands for every kind.
    private mutating func readAnswers(_ fields: YAMLFields) -> [EntityType: AnswerPolicy.Treatment] {
        let names = AnswerPolicy.Treatment.allCases.map(\.rawValue)
        guard let node = fields["answers"], let answers = reader.fields(node, of: "answers", known: names)
        else { return [:] }
        var found: [EntityType: AnswerPolicy.Treatment] = [:]
        for treatment in AnswerPolicy.Treatment.allCases {
            guard let list = answers[treatment.rawValue] else { continue }
            for (entity, item) in readEntityNames(list) {
                if let other = found[entity] {
                    reader.report(
                        .outOfRange, item, "\(entity.rawValue) is to be `\(other.rawValue)` already.",
                        hint: "Name each kind once.")
                }
                found[entity] = treatment
            }
        }
        return found
    }

    private mutating func readEntityNames(_ list: Node) -> [(entity: EntityType, node: Node)] {
        if list.string == "all" { return EntityType.allCases.map { ($0, list) } }
        return reader.list(list).compactMap { item in
            reader.word(item, as: EntityType.self, what: "kind of data").map { ($0, item) }
        }
    }

    private mutating func readMosaic(_ fields: YAMLFields) -> Mosaic? {
        guard let node = fields["mosaic"],
            let mosaic = reader.fields(node, of: "the mosaic", known: ["limit", "weights"])
        else { return nil }
        let limit = reader.number("limit", in: mosaic, from: 1...1_000)
        let names = EntityType.allCases.map(\.rawValue)
        guard let weightsNode = reader.required("weights", in: mosaic),
            let weights = reader.fields(weightsNode, of: "the weights", known: names), let limit
        else { return nil }
        var found: [EntityType: Int] = [:]
        for entity in EntityType.allCases where weights[entity.rawValue] != nil {
            found[entity] = reader.number(entity.rawValue, in: weights, from: 0...100)
        }
        return Mosaic(limit: limit, weights: found)
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
        guard verdict == .redact || verdict == .mosaic else {
            if let node = fields["operator"] ?? fields["keep_last"] {
                reader.report(
                    .unknownKey, node, "Only the verdicts `redact` and `mosaic` take an operator.",
                    hint: "Remove this key."
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
        let operation: Operator? =
            switch name {
            case .pseudonymize: .pseudonymize
            case .remove: .remove
            case .mask: reader.number("keep_last", in: fields, from: 0...4).map { .mask(keepLast: $0) }
            }
        return operation.map { verdict == .mosaic ? .mosaic($0) : .redact($0) }
    }
}
