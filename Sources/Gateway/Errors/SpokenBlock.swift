import Foundation
import Redaction
import Wire

/// A block told as what the assistant says, in the shape of each API, whole and streamed.
///
/// Each says in its own word that the answer is none, the nearest that the API knows: clients that look can tell.
struct SpokenBlock {
    let text: String
    let ref: String
    let model: String
    let instant: Date

    /// The answer as one document; nil where the API has no message to say it in.
    func whole(of surface: Surface) -> [UInt8]? {
        switch surface {
        case .chatCompletions: chatCompletion
        case .responses: Self.object { writeResponse(.ended, to: &$0) }
        case .messages: message
        case .ollamaChat, .ollamaGenerate: ollamaAnswer(to: surface)
        case .generateContent, .streamGenerateContent: generatedContent
        case .embeddings, .countTokens, .ollamaEmbed, .ollamaShow: nil
        }
    }

    /// The bytes of the answer as a stream; nil where the API has none.
    func stream(of surface: Surface) -> [UInt8]? {
        var bytes: [UInt8] = []
        let events: [ServerSentEvent]
        switch surface {
        case .chatCompletions: events = chatCompletionChunks
        case .responses: events = responseEvents
        case .messages: events = messageEvents
        case .ollamaChat, .ollamaGenerate: return ollamaAnswer(to: surface) + "\n".utf8
        case .streamGenerateContent: events = [ServerSentEvent(data: generatedContent)]
        case .generateContent, .embeddings, .countTokens, .ollamaEmbed, .ollamaShow: return nil
        }
        for event in events { EventStreamWriter.append(event, to: &bytes) }
        return bytes
    }

    static func object(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(write)
        return json.bytes
    }

    var second: Int { Int(instant.timeIntervalSince1970) }
}

// MARK: - Ollama

extension SpokenBlock {
    /// Ollama has no word for a filter; a client that met another one would take it for a mistake.
    ///
    /// Source: Ollama API reference, `done_reason`: stop, length, load, unload.
    private func ollamaAnswer(to surface: Surface) -> [UInt8] {
        Self.object { json in
            json.member("model", model)
            json.member("created_at", instant.formatted(.iso8601))
            if surface == .ollamaChat {
                json.key("message")
                json.object { message in
                    message.member("role", "assistant")
                    message.member("content", text)
                }
            } else {
                json.member("response", text)
            }
            json.key("done")
            json.bool(true)
            json.member("done_reason", "stop")
            for name in Self.ollamaCounts { json.member(name, 0) }
        }
    }

    private static let ollamaCounts = [
        "total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count",
        "eval_duration",
    ]
}

// MARK: - Gemini

extension SpokenBlock {
    /// Source: Google, Gemini API reference, `FinishReason`: SPII, “sensitive personally identifiable information”.
    private var generatedContent: [UInt8] {
        Self.object { json in
            json.key("candidates")
            json.array { candidates in
                candidates.object { candidate in
                    candidate.member("index", 0)
                    candidate.key("content")
                    candidate.object { content in
                        content.member("role", "model")
                        content.key("parts")
                        content.array { $0.object { $0.member("text", text) } }
                    }
                    candidate.member("finishReason", "SPII")
                }
            }
            json.key("usageMetadata")
            json.object { usage in
                for name in ["promptTokenCount", "candidatesTokenCount", "totalTokenCount"] {
                    usage.member(name, 0)
                }
            }
            json.member("modelVersion", model)
            json.member("responseId", ref)
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }

    mutating func member(_ name: String, _ value: Int) {
        key(name)
        number(value)
    }

    mutating func nulls(_ names: String...) {
        for name in names {
            key(name)
            null()
        }
    }
}
