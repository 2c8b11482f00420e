import Foundation

/// The parts of a chat request that the stand-in answers to.
struct ChatPrompt {
    let model: String
    let isStreaming: Bool
    /// The text of the last message.
    let lastText: String

    private struct NotAPrompt: Error {}

    init(_ body: [UInt8]) throws {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
            let messages = object["messages"] as? [[String: Any]], let last = messages.last
        else { throw NotAPrompt() }
        model = object["model"] as? String ?? "stand-in"
        isStreaming = object["stream"] as? Bool ?? false
        if let text = last["content"] as? String {
            lastText = text
        } else {
            let parts = last["content"] as? [[String: Any]] ?? []
            lastText = parts.compactMap { $0["text"] as? String }.joined(separator: "\n")
        }
    }
}
