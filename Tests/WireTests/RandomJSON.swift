import TestSupport

/// Random documents in all spellings that JSON allows.
enum RandomJSON {
    private static let strings = [
        #""a""#, #""\u00e9""#, #""\uD83D\uDE00""#, "\"é😀\"", #""x\"y\\""#, #""\n\/""#, #""\u0000""#, #""""#,
    ]
    private static let scalars = ["0", "-1.5e+3", "12", "true", "false", "null"]
    private static let spaces = ["", "", "", " ", "\n\t", "\r"]

    /// Any value, with at most five levels.
    static func value(_ random: inout SplitMix64, depth: Int = 0) -> String {
        let space = pick(spaces, &random)
        let count = Int.random(in: 0..<4, using: &random)
        switch Int.random(in: 0..<(depth > 3 ? 2 : 4), using: &random) {
        case 0: return space + pick(strings, &random)
        case 1: return pick(scalars, &random) + space
        case 2:
            let elements = (0..<count).map { _ in value(&random, depth: depth + 1) }
            return "[" + elements.joined(separator: "," + space) + "]"
        default:
            let members = (0..<count).map { index in
                pick(["\"k", "\"\\u006b", "\"é\\n"], &random) + "\(index)\"" + space + ":"
                    + value(&random, depth: depth + 1)
            }
            return "{" + space + members.joined(separator: ",") + "}"
        }
    }

    /// A chat request that Wire takes.
    static func request(_ random: inout SplitMix64) -> String {
        let messages = (0..<Int.random(in: 1...3, using: &random)).map { _ in message(&random) }
        var fields = [#""model":"m""#, #""messages":[\#(messages.joined(separator: ","))]"#]
        for name in ["user", "stop", "metadata", "response_format"] where Bool.random(using: &random) {
            fields.append("\"\(name)\":" + value(&random, depth: 2))
        }
        return "{" + fields.shuffled(using: &random).joined(separator: pick([",", " , "], &random)) + "}"
    }

    private static func message(_ random: inout SplitMix64) -> String {
        let parts = (0..<2).map { _ in #"{"text":\#(pick(strings, &random)),"type":"text"}"# }
        let content =
            Bool.random(using: &random) ? pick(strings, &random) : "[\(parts.joined(separator: ","))]"
        let role = pick(["system", "developer", "user", "assistant"], &random)
        return #"{"content":\#(content),"role":"\#(role)"}"#
    }

    /// A text with much that needs escapes.
    static func text(_ random: inout SplitMix64) -> String {
        (0..<8).map { _ in pick(["a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "😀", "\\u0041"], &random) }
            .joined()
    }

    private static func pick(_ choices: [String], _ random: inout SplitMix64) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }
}

/// What Foundation's parser made of a document.
enum Leaves {
    static func strings(_ object: Any) -> [String] {
        switch object {
        case let text as String: [text]
        case let list as [Any]: list.flatMap(strings)
        case let object as [String: Any]: object.values.flatMap(strings)
        default: []
        }
    }

    static func keys(_ object: Any) -> [String] {
        switch object {
        case let list as [Any]: list.flatMap(keys)
        case let object as [String: Any]: object.keys + object.values.flatMap(keys)
        default: []
        }
    }
}
