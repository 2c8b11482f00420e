/// The events of a streamed response.
///
/// What was said stands in four of them again: in `.done`, in the part, in the item and in the whole response.
extension ResponsesDialect {
    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent] {
        let created = response("in_progress", [])
        var events = [
            StreamEvent(["type": "response.created", "response": created]),
            StreamEvent(["type": "response.in_progress", "response": created]),
        ]
        for (index, answer) in answers.enumerated() {
            events += Self.events(try ResponseItem(answer), at: .number(Double(index)), cutBy: piece)
        }
        events.append(StreamEvent(["type": "response.completed", "response": try whole(answers)]))
        return events.enumerated().map { number, event in
            StreamEvent(
                event.json.adding(["sequence_number": .number(Double(number))]), isPiece: event.isPiece)
        }
    }

    private static func events(
        _ item: ResponseItem,
        at index: JSON,
        cutBy piece: StandInOptions.Piece
    ) -> [StreamEvent] {
        let content = item.isCall ? call(item, cutBy: piece) : text(item, cutBy: piece)
        let added: JSON = ["type": "response.output_item.added", "item": item.empty]
        let done: JSON = ["type": "response.output_item.done", "item": item.whole]
        return ([StreamEvent(added)] + content + [StreamEvent(done)]).map { event in
            StreamEvent(event.json.adding(["output_index": index]), isPiece: event.isPiece)
        }
    }

    private static func text(_ item: ResponseItem, cutBy piece: StandInOptions.Piece) -> [StreamEvent] {
        let part = ResponseItem.part(item.content)
        let deltas = piece.cut(item.content).map { text in
            StreamEvent(
                ["type": "response.output_text.delta", "delta": .string(text), "logprobs": []], isPiece: true)
        }
        let events =
            [StreamEvent(["type": "response.content_part.added", "part": ResponseItem.part("")])]
            + deltas
            + [
                StreamEvent([
                    "type": "response.output_text.done", "text": .string(item.content), "logprobs": [],
                ]),
                StreamEvent(["type": "response.content_part.done", "part": part]),
            ]
        return events.map { event in
            StreamEvent(event.json.adding(["item_id": item.id, "content_index": 0]), isPiece: event.isPiece)
        }
    }

    private static func call(_ item: ResponseItem, cutBy piece: StandInOptions.Piece) -> [StreamEvent] {
        let kind = "response.function_call_arguments"
        let deltas = piece.cut(item.content).map { text in
            StreamEvent(
                ["type": "\(kind).delta", "item_id": item.id, "delta": .string(text)], isPiece: true)
        }
        let done: JSON = [
            "type": "\(kind).done", "item_id": item.id, "name": .string(item.name),
            "arguments": .string(item.content),
        ]
        return deltas + [StreamEvent(done)]
    }
}
