/// The chunks of a streamed answer; those of several choices take turns.
extension ChatDialect {
    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent] {
        var events: [StreamEvent] = []
        if isAzure { events.append(StreamEvent(Self.filterChunk)) }
        for (index, answer) in answers.enumerated() {
            events.append(chunk(index, opening(answer, index)))
        }
        let pieces = try answers.enumerated().map { index, answer in
            switch answer {
            case .text(let text):
                return piece.cut(text).map { chunk(index, ["content": .string($0)], isPiece: true) }
            case .toolCall(_, let text):
                return piece.cut(try Answer.object(text).encoded()).map {
                    chunk(index, Self.toolCallDelta(["function": ["arguments": .string($0)]]), isPiece: true)
                }
            }
        }
        events += Self.takingTurns(pieces)
        for (index, answer) in answers.enumerated() {
            events.append(chunk(index, [:], finishReason: finishReason(answer)))
        }
        if includesUsage {
            events.append(StreamEvent(envelope(Self.chunkObject, []).adding(["usage": Self.usage])))
        }
        return events
    }

    private static let chunkObject: JSON = "chat.completion.chunk"

    /// What Azure sends before anything is said.
    private static let filterChunk: JSON = [
        "id": "", "object": "", "created": 0, "model": "", "choices": [],
        "prompt_filter_results": promptFilterResults,
    ]

    private func opening(_ answer: Answer, _ index: Int) -> JSON {
        switch answer {
        case .text:
            return ["role": "assistant", "content": "", "refusal": nil]
        case .toolCall(let name, _):
            let call: JSON = [
                "id": callID(index), "type": "function",
                "function": ["name": .string(name), "arguments": ""],
            ]
            return Self.toolCallDelta(call).adding(["role": "assistant", "content": nil])
        }
    }

    private static func toolCallDelta(_ call: JSON) -> JSON {
        ["tool_calls": [call.adding(["index": 0])]]
    }

    private func chunk(
        _ index: Int,
        _ delta: JSON,
        finishReason: JSON = nil,
        isPiece: Bool = false
    ) -> StreamEvent {
        let choice: JSON = [
            "index": .number(Double(index)), "delta": delta, "finish_reason": finishReason, "logprobs": nil,
        ]
        let chunk = envelope(Self.chunkObject, [isPiece ? decorated(choice) : choice])
        return StreamEvent(includesUsage ? chunk.adding(["usage": nil]) : chunk, isPiece: isPiece)
    }

    /// The first of each, then the second of each, and so on.
    private static func takingTurns(_ lists: [[StreamEvent]]) -> [StreamEvent] {
        let longest = lists.map(\.count).max() ?? 0
        return (0..<longest).flatMap { place in
            lists.compactMap { place < $0.count ? $0[place] : nil }
        }
    }
}
