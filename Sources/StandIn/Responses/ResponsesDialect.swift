/// OpenAI's Responses API.
///
/// Source: OpenAI API reference, “Responses”. The answer repeats the instructions, tools and metadata of the request,
/// as OpenAI's does: what was redacted in them comes back too.
struct ResponsesDialect: Dialect {
    let prompt: Prompt
    let framing = StreamFraming.named
    private let repeated: [String: JSON]

    init(_ request: JSON) throws {
        let last: JSON
        if let text = request["input"].string {
            last = ["role": "user", "content": .string(text)]
        } else if let item = request["input"].array?.last {
            last = item
        } else {
            throw NotAPrompt()
        }
        let isResult = last["type"].string == "function_call_output"
        let mayCall = !isResult && request["tool_choice"].string != "none"
        let functions = (request["tools"].array ?? []).filter { $0["type"].string == "function" }
        let format = request["text"]["format"]["type"].string ?? "text"
        prompt = Prompt(
            model: request["model"].string ?? "stand-in",
            lastText: last[isResult ? "output" : "content"].partsText(),
            tool: mayCall ? functions.first?["name"].string : nil,
            wantsJSON: format.hasPrefix("json_"),
            isStreaming: request["stream"].bool ?? false
        )
        repeated = [
            "instructions": request["instructions"], "metadata": request["metadata"].or([:]),
            "tools": request["tools"].or([]), "tool_choice": request["tool_choice"].or("auto"),
            "text": request["text"].or(["format": ["type": "text"]]), "store": request["store"].or(true),
        ]
    }

    func whole(_ answers: [Answer]) throws -> JSON {
        response("completed", try answers.map { try ResponseItem($0).whole })
            .adding(["usage": Self.usage, "completed_at": 0])
    }

    func response(_ status: JSON, _ output: [JSON]) -> JSON {
        let response: JSON = [
            "id": "resp_stand_in", "object": "response", "created_at": 0, "status": status,
            "model": .string(prompt.model), "output": .array(output), "background": false, "error": nil,
            "incomplete_details": nil, "max_output_tokens": nil, "parallel_tool_calls": true,
            "previous_response_id": nil, "reasoning": ["effort": nil, "summary": nil],
            "service_tier": "default", "temperature": 1, "top_p": 1, "truncation": "disabled", "usage": nil,
            "user": nil,
        ]
        return response.adding(repeated)
    }

    static func refusal(_ message: String) -> JSON { ChatDialect.refusal(message) }

    private static let usage: JSON = [
        "input_tokens": 1, "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
        "output_tokens": 1,
        "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 2,
    ]
}

extension JSON {
    fileprivate func or(_ other: JSON) -> JSON { self == .null ? other : self }
}
