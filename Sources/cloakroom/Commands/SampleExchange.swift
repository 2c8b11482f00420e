import Foundation

/// The exchange that the demo shows, from `fixtures/exchanges/demo.txtar`.
struct SampleExchange {
    let request: [UInt8]
    /// What the stand-in says; it holds placeholders.
    let upstreamText: String

    /// The text of the last message.
    var prompt: String { Self.lastText(ofRequest: request) }

    /// Reads the sample from `fixtures`, which lies beside the rules folder.
    static func load(besides rulesFolder: String) throws -> SampleExchange {
        let path = rulesFolder + "/../fixtures/exchanges/demo.txtar"
        let archive = TextArchive(String(decoding: try InputFile.read(path), as: UTF8.self))
        guard let request = archive["request.json"], let upstream = archive["upstream.txt"] else {
            throw fail(
                "\(path) lacks a part.", hint: "It needs request.json and upstream.txt.", Exit.badInput)
        }
        return SampleExchange(
            request: Array(request.utf8),
            upstreamText: upstream.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }

    static func lastText(ofRequest body: [UInt8]) -> String {
        let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        let messages = object?["messages"] as? [[String: Any]]
        return messages?.last?["content"] as? String ?? ""
    }

    /// The text of a streamed answer, put together.
    static func text(ofStream stream: String) -> String {
        stream.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("data: {") else { return nil }
            let chunk =
                try? JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Any]
            let choice = (chunk?["choices"] as? [[String: Any]])?.first
            return (choice?["delta"] as? [String: Any])?["content"] as? String
        }.joined()
    }
}

/// Named parts in one text file: `-- name --` on a line of its own starts a part.
struct TextArchive {
    private var parts: [String: String] = [:]

    init(_ text: String) {
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
                name = String(line.dropFirst(3).dropLast(3))
                name.map { parts[$0] = "" }
            } else if let name {
                parts[name, default: ""] += line + "\n"
            }
        }
    }

    subscript(_ name: String) -> String? { parts[name] }
}
