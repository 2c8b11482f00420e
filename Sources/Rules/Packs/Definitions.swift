import Foundation
import Yams

/// Parts that several rules of a pack share: patterns by name, written `(?&name)`, and lists of words, written `<name>`.
///
/// The pack `shared` lends its own to all others.
struct Definitions {
    /// The pack whose definitions every pack may use.
    static let sharedPackID = "shared"

    /// By name, with what they refer to written out.
    fileprivate(set) var patterns: [String: String] = [:]
    fileprivate(set) var lists: [String: [String]] = [:]
}

extension PackReader {
    /// Reads the pack's own definitions, each of which may use those above it.
    mutating func readDefinitions(_ fields: YAMLFields) {
        for (name, node) in namedNodes("define", in: fields) {
            guard let pattern = reader.text(node).flatMap({ expanded($0, node) }) else { continue }
            definitions.patterns[name] = pattern
        }
        for (name, node) in namedNodes("lists", in: fields) {
            guard let words = words(node) else { continue }
            definitions.lists[name] = words
        }
    }

    private mutating func namedNodes(_ key: String, in fields: YAMLFields) -> [(String, Node)] {
        guard let node = fields[key] else { return [] }
        guard case .mapping(let mapping) = node else {
            reader.report(
                .wrongType, node, "`\(key)` must be names and what they stand for.",
                hint: key == "define" ? "Write `day: '\\d{1,2}'`." : "Write `weekdays: [monday, tuesday]`.")
            return []
        }
        return mapping.compactMap { nameNode, value in
            guard let name = reader.text(nameNode) else { return nil }
            guard !name.isEmpty, name.utf8.allSatisfy(\.isNameByte) else {
                reader.report(
                    .unknownValue, nameNode, "`\(name)` cannot be the name of a definition.",
                    hint: "Use small letters, digits and _.")
                return nil
            }
            return (name, value)
        }
    }

    /// A pattern with what it refers to written out; nil, reported, if something is not defined.
    mutating func expanded(_ pattern: String, _ node: Node) -> String? {
        var rest = pattern[...]
        var out = ""
        while let backslashOrCall = rest.firstIndex(where: { $0 == "\\" || $0 == "(" }) {
            out += rest[..<backslashOrCall]
            rest = rest[backslashOrCall...]
            guard rest.hasPrefix("(?&"), let end = rest.firstIndex(of: ")") else {
                let count = rest.hasPrefix("\\") ? 2 : 1
                out += rest.prefix(count)
                rest = rest.dropFirst(count)
                continue
            }
            let name = String(rest.dropFirst(3)[..<end])
            guard let definition = definitions.patterns[name] else {
                reportUndefined("pattern", "(?&\(name))", name, among: definitions.patterns.keys, node)
                return nil
            }
            out += "(?:\(definition))"
            rest = rest[end...].dropFirst()
        }
        return out + rest
    }

    /// A list of words with the lists that it refers to written out; nil with a diagnostic.
    mutating func words(_ node: Node) -> [String]? { reader.words(node).flatMap { listed($0, node) } }

    /// The same for a list that may be missing.
    mutating func words(_ key: String, in fields: YAMLFields) -> [String] {
        guard let node = fields[key] else { return [] }
        return listed(reader.texts(key, in: fields), node) ?? []
    }

    private mutating func listed(_ words: [String], _ node: Node) -> [String]? {
        var parts: [[String]] = []
        for word in words {
            guard word.hasPrefix("<"), word.hasSuffix(">"), word.count > 2 else {
                parts.append([word])
                continue
            }
            let name = String(word.dropFirst().dropLast())
            guard let list = definitions.lists[name] else {
                reportUndefined("list", word, name, among: definitions.lists.keys, node)
                return nil
            }
            parts.append(list)
        }
        // Rules that want just a list share its memory; no other list takes more than it needs.
        if parts.count == 1 { return parts[0] }
        var out: [String] = []
        out.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { out += part }
        return out
    }

    private mutating func reportUndefined(
        _ what: String,
        _ reference: String,
        _ name: String,
        among known: some Collection<String>,
        _ node: Node
    ) {
        let meant = Suggestion.nearest(to: name, in: known.sorted()).map { "Did you mean `\($0)`?" }
        reader.report(
            .unknownValue, node, "`\(reference)` names a \(what) that is not defined.",
            hint: meant
                ?? "Define it above under `\(what == "list" ? "lists" : "define")`, or in packs/shared.yaml.")
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) || self == UInt8(ascii: "_")
    }
}
