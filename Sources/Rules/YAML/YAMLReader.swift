import Foundation
import Yams

/// Reads one YAML file strictly and collects everything that is wrong with it.
///
/// A reader never stops at the first mistake: IT see all of them in one run.
struct YAMLReader {
    static let byteCountMax = 1 << 20

    let file: String
    private(set) var diagnostics: [RuleDiagnostic] = []

    init(file: String) { self.file = file }

    /// The file's bytes as a tree, or nil with a diagnostic.
    mutating func compose(_ bytes: Data) -> Node? {
        guard bytes.count <= Self.byteCountMax else {
            report(.unreadable, nil, "The file is larger than \(Self.byteCountMax) bytes.", hint: "Split it.")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            report(.unreadable, nil, "The file is not UTF-8 text.", hint: "Save it as UTF-8.")
            return nil
        }
        do {
            // Without resolving tags: what a scalar is, the key says, and looking for numbers and dates in all of them took a
            // fifth of the time.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                report(.unreadable, nil, "The file is empty.", hint: "Fill it or remove it.")
                return nil
            }
            return node
        } catch let error as YamlError {
            report(error)
        } catch {
            report(.unreadable, nil, "The file is not YAML.", hint: nil)
        }
        return nil
    }

    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            append(
                .error, .unreadable, mark.line, mark.column, "This is not YAML: \(problem).", Self.yamlHint)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().joined(separator: ", ")
            let mark = context.mark
            append(
                .error, .unreadable, mark.line, mark.column,
                "A key stands here and again further down: \(keys).",
                "Keep one of them."
            )
        default:
            append(.error, .unreadable, 0, 0, "The file is not YAML.", Self.yamlHint)
        }
    }

    private static let yamlHint = "Check the indentation, and put patterns in single quotes."

    mutating func report(_ code: RuleDiagnostic.Code, _ node: Node?, _ problem: String, hint: String?) {
        append(.error, code, node?.mark?.line ?? 0, node?.mark?.column ?? 0, problem, hint)
    }

    mutating func warn(_ code: RuleDiagnostic.Code, _ node: Node?, _ problem: String, hint: String?) {
        append(.warning, code, node?.mark?.line ?? 0, node?.mark?.column ?? 0, problem, hint)
    }

    private mutating func append(
        _ severity: RuleDiagnostic.Severity,
        _ code: RuleDiagnostic.Code,
        _ line: Int,
        _ column: Int,
        _ problem: String,
        _ hint: String?
    ) {
        diagnostics.append(
            RuleDiagnostic(
                severity: severity, code: code, file: file, line: line, column: column, problem: problem,
                hint: hint
            )
        )
    }
}

// MARK: - Typed reading

/// The keys and values of one mapping.
struct YAMLFields {
    /// The mapping itself, for what is missing.
    let node: Node
    /// “a rule”, “the policy”: used in messages.
    let what: String
    fileprivate var values: [String: Node] = [:]

    subscript(key: String) -> Node? { values[key] }
    var keys: [String] { values.keys.sorted() }
}

extension YAMLReader {
    /// The mapping's fields; keys that are not known are reported.
    mutating func fields(_ node: Node, of what: String, known: [String]) -> YAMLFields? {
        guard case .mapping(let mapping) = node else {
            report(
                .wrongType, node, "\(what.capitalizedFirst) must be keys and values.",
                hint: "Write `key: value`.")
            return nil
        }
        var fields = YAMLFields(node: node, what: what)
        for (key, value) in mapping {
            guard let name = key.string else {
                report(.wrongType, key, "A key of \(what) must be a word.", hint: nil)
                continue
            }
            guard known.contains(name) else {
                let meant = Suggestion.nearest(to: name, in: known).map { "Did you mean `\($0)`?" }
                report(
                    .unknownKey, key, "\(what.capitalizedFirst) has no key `\(name)`.",
                    hint: meant ?? "Known keys: \(known.joined(separator: ", "))."
                )
                continue
            }
            fields.values[name] = value
        }
        return fields
    }

    mutating func required(_ key: String, in fields: YAMLFields, hint: String? = nil) -> Node? {
        if let node = fields[key] { return node }
        report(
            .missingKey, fields.node, "\(fields.what.capitalizedFirst) needs the key `\(key)`.", hint: hint)
        return nil
    }

    mutating func text(_ node: Node) -> String? {
        if case .scalar(let scalar) = node, !scalar.string.isEmpty { return scalar.string }
        report(.wrongType, node, "A text must stand here.", hint: nil)
        return nil
    }

    mutating func text(_ key: String, in fields: YAMLFields, hint: String? = nil) -> String? {
        required(key, in: fields, hint: hint).flatMap { text($0) }
    }

    mutating func optionalText(_ key: String, in fields: YAMLFields) -> String? {
        fields[key].flatMap { text($0) }
    }

    mutating func number(_ node: Node, from range: ClosedRange<Int>) -> Int? {
        guard let value = node.int else {
            report(.wrongType, node, "A whole number must stand here.", hint: nil)
            return nil
        }
        guard range.contains(value) else {
            report(
                .outOfRange, node, "\(value) is not from \(range.lowerBound) to \(range.upperBound).",
                hint: nil
            )
            return nil
        }
        return value
    }

    mutating func number(_ key: String, in fields: YAMLFields, from range: ClosedRange<Int>) -> Int? {
        required(key, in: fields).flatMap { number($0, from: range) }
    }

    mutating func optionalNumber(_ key: String, in fields: YAMLFields, from range: ClosedRange<Int>) -> Int? {
        fields[key].flatMap { number($0, from: range) }
    }

    mutating func flag(_ node: Node) -> Bool? {
        if let value = node.bool { return value }
        report(.wrongType, node, "`true` or `false` must stand here.", hint: nil)
        return nil
    }

    mutating func list(_ node: Node) -> [Node] {
        if case .sequence(let sequence) = node { return Array(sequence) }
        report(.wrongType, node, "A list must stand here.", hint: "Write `[a, b]` or one `- item` a line.")
        return []
    }

    /// A list of words, at least one; nil with a diagnostic.
    mutating func words(_ node: Node) -> [String]? {
        guard node.sequence == nil || node.sequence?.isEmpty == false else {
            report(
                .wrongType, node, "This list is empty.",
                hint: "Write at least one word, or leave the key out.")
            return nil
        }
        let words = list(node).compactMap { text($0) }
        return words.isEmpty ? nil : words
    }

    mutating func texts(_ key: String, in fields: YAMLFields) -> [String] {
        guard let node = fields[key] else { return [] }
        return list(node).compactMap { text($0) }
    }

    /// A word of a closed set.
    mutating func word<Value: CaseIterable & RawRepresentable<String>>(
        _ node: Node,
        as type: Value.Type,
        what: String
    ) -> Value? {
        guard let text = text(node) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        let meant = Suggestion.nearest(to: text, in: known).map { "Did you mean `\($0)`?" }
        report(
            .unknownValue, node, "There is no \(what) `\(text)`.",
            hint: meant ?? "Known: \(known.joined(separator: ", "))."
        )
        return nil
    }

    /// A day, `2027-07-31`.
    mutating func day(_ node: Node) -> CalendarDay? {
        guard let text = text(node) else { return nil }
        if let day = CalendarDay(text) { return day }
        report(.wrongType, node, "A date must stand here.", hint: "Write it as year-month-day: 2027-07-31.")
        return nil
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
