import Foundation
import Wire

@testable import Redaction

/// A streamed answer of one API, made of pieces of a text and of the arguments of a tool call.
struct StreamFixture: Sendable, CustomStringConvertible {
    let surface: Surface
    /// The stream, given the pieces of the text and those of the arguments' source; without any, no tool is called.
    let make: @Sendable (_ text: [String], _ arguments: [String]) -> String
    /// What a client puts together from the events' data.
    let read: @Sendable (_ events: [[String: Any]]) -> (text: String, arguments: String)
    /// The texts that some event repeats as a whole.
    let repeats: @Sendable (_ events: [[String: Any]]) -> [String]

    var description: String { surface.rawValue }
    var framing: AnswerFraming { surface.framing }

    static func json(_ text: String) -> String {
        let bytes =
            (try? JSONSerialization.data(withJSONObject: text, options: [.fragmentsAllowed])) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    static let all = [chat, responses, messages, ollama, gemini]

    // MARK: - The APIs

    private static let chat = StreamFixture(surface: .chatCompletions) { text, arguments in
        func chunk(_ delta: String, _ finish: String = "null") -> String {
            #"data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"#
                + "\n\n"
        }
        let call = #"{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":""}}"#
        return #"data: {"choices":[],"prompt_filter_results":[]}"# + "\n\n"
            + chunk(#"{"role":"assistant","content":""}"#)
            + text.map { chunk(#"{"content":\#(json($0))}"#) }.joined()
            + (arguments.isEmpty ? "" : chunk(#"{"tool_calls":[\#(call)]}"#))
            + arguments.map {
                chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":\#(json($0))}}]}"#)
            }.joined()
            + chunk("{}", arguments.isEmpty ? #""stop""# : #""tool_calls""#)
            + #"data: {"choices":[],"usage":{"total_tokens":3}}"# + "\n\n"
            + "data: [DONE]\n\n"
    } read: { events in
        let deltas = events.compactMap {
            ($0["choices"] as? [[String: Any]])?.first?["delta"] as? [String: Any]
        }
        let calls = deltas.compactMap {
            ($0["tool_calls"] as? [[String: Any]])?.first?["function"] as? [String: Any]
        }
        return (
            deltas.compactMap { $0["content"] as? String }.joined(),
            calls.compactMap { $0["arguments"] as? String }.joined()
        )
    } repeats: { _ in
        []
    }

    private static let responses = StreamFixture(surface: .responses) { text, arguments in
        var number = -1
        func event(_ type: String, _ fields: String) -> String {
            number += 1
            return "event: \(type)\n"
                + #"data: {"type":"\#(type)","sequence_number":\#(number),\#(fields)}"# + "\n\n"
        }
        let whole = json(text.joined())
        let source = json(arguments.joined())
        let part = #"{"type":"output_text","text":\#(whole),"annotations":[]}"#
        let message = #"{"type":"message","id":"m1","content":[\#(part)]}"#
        let call = #"{"type":"function_call","id":"f1","name":"f","arguments":\#(source)}"#
        let place = #""item_id":"m1","output_index":0,"content_index":0"#
        let callPlace = #""item_id":"f1","output_index":1"#
        return event("response.created", #""response":{"id":"r","output":[]}"#)
            + text.map { event("response.output_text.delta", place + #","delta":\#(json($0))"#) }.joined()
            + event("response.output_text.done", place + #","text":\#(whole)"#)
            + event("response.content_part.done", place + #","part":\#(part)"#)
            + event("response.output_item.done", #""output_index":0,"item":\#(message)"#)
            + arguments.map {
                event("response.function_call_arguments.delta", callPlace + #","delta":\#(json($0))"#)
            }.joined()
            + (arguments.isEmpty
                ? event("response.completed", #""response":{"id":"r","output":[\#(message)]}"#)
                : event("response.function_call_arguments.done", callPlace + #","arguments":\#(source)"#)
                    + event("response.output_item.done", #""output_index":1,"item":\#(call)"#)
                    + event("response.completed", #""response":{"id":"r","output":[\#(message),\#(call)]}"#))
    } read: { events in
        func deltas(_ type: String) -> String {
            events.filter { $0["type"] as? String == type }.compactMap { $0["delta"] as? String }.joined()
        }
        return (deltas("response.output_text.delta"), deltas("response.function_call_arguments.delta"))
    } repeats: { events in
        let items = events.compactMap { $0["item"] as? [String: Any] }
        let final = events.compactMap { ($0["response"] as? [String: Any])?["output"] as? [[String: Any]] }
            .flatMap { $0 }
        let contents = (items + final).compactMap {
            ($0["content"] as? [[String: Any]])?.first?["text"] as? String
        }
        let parts = events.compactMap { ($0["part"] as? [String: Any])?["text"] as? String }
        return contents + parts + events.compactMap { $0["text"] as? String }
    }

    private static let messages = StreamFixture(surface: .messages) { text, arguments in
        func event(_ type: String, _ fields: String) -> String {
            "event: \(type)\n" + #"data: {"type":"\#(type)"\#(fields)}"# + "\n\n"
        }
        return event("message_start", #","message":{"id":"m","content":[]}"#)
            + event("content_block_start", #","index":0,"content_block":{"type":"text","text":""}"#)
            + event("ping", "")
            + text.map {
                event("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":\#(json($0))}"#)
            }.joined()
            + event("content_block_stop", #","index":0"#)
            + (arguments.isEmpty
                ? ""
                : event(
                    "content_block_start",
                    #","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}"#))
            + arguments.map {
                event(
                    "content_block_delta",
                    #","index":1,"delta":{"type":"input_json_delta","partial_json":\#(json($0))}"#)
            }.joined()
            + (arguments.isEmpty ? "" : event("content_block_stop", #","index":1"#))
            + event(
                "message_delta",
                #","delta":{"stop_reason":"\#(arguments.isEmpty ? "end_turn" : "tool_use")"}"#)
            + event("message_stop", "")
    } read: { events in
        let deltas = events.compactMap { $0["delta"] as? [String: Any] }
        return (
            deltas.compactMap { $0["text"] as? String }.joined(),
            deltas.compactMap { $0["partial_json"] as? String }.joined()
        )
    } repeats: { _ in
        []
    }

    private static let ollama = StreamFixture(surface: .ollamaChat) { text, arguments in
        func line(_ message: String, _ rest: String) -> String {
            #"{"model":"m","message":\#(message),\#(rest)}"# + "\n"
        }
        let call = #"{"function":{"name":"f","arguments":\#(arguments.joined())}}"#
        return text.map { line(#"{"role":"assistant","content":\#(json($0))}"#, #""done":false"#) }.joined()
            + (arguments.isEmpty
                ? "" : line(#"{"role":"assistant","content":"","tool_calls":[\#(call)]}"#, #""done":false"#))
            + line(#"{"role":"assistant","content":""}"#, #""done":true,"done_reason":"stop""#)
    } read: { events in
        let messages = events.compactMap { $0["message"] as? [String: Any] }
        let calls = messages.compactMap {
            ($0["tool_calls"] as? [[String: Any]])?.first?["function"] as? [String: Any]
        }
        return (
            messages.compactMap { $0["content"] as? String }.joined(),
            calls.compactMap { $0["arguments"] }.map(source).joined()
        )
    } repeats: { _ in
        []
    }

    private static let gemini = StreamFixture(surface: .streamGenerateContent) { text, arguments in
        func event(_ part: String, _ rest: String = "") -> String {
            #"data: {"candidates":[{"index":0,"content":{"role":"model","parts":[\#(part)]}\#(rest)}]}"#
                + "\n\n"
        }
        return text.map { event(#"{"text":\#(json($0))}"#) }.joined()
            + event(
                arguments.isEmpty
                    ? #"{"text":""}"# : #"{"functionCall":{"name":"f","args":\#(arguments.joined())}}"#,
                #","finishReason":"STOP""#)
    } read: { events in
        let parts = events.compactMap { ($0["candidates"] as? [[String: Any]])?.first }
            .compactMap { ($0["content"] as? [String: Any])?["parts"] as? [[String: Any]] }.flatMap { $0 }
        return (
            parts.compactMap { $0["text"] as? String }.joined(),
            parts.compactMap { ($0["functionCall"] as? [String: Any])?["args"] }.map(source).joined()
        )
    } repeats: { _ in
        []
    }

    private static func source(_ value: Any) -> String {
        String(
            decoding: (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])) ?? Data(),
            as: UTF8.self)
    }
}
