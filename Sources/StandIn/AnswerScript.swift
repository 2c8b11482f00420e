import Synchronization

/// What the stand-in says next.
final class AnswerScript: Sendable {
    private let answers: [String]
    private let given = Mutex(0)

    init(behaviour: StandInOptions.Behaviour) {
        if case .script(let answers) = behaviour { self.answers = answers } else { answers = [] }
    }

    /// As many answers as the prompt asks for: the script's next; after its end, or without one, the prompt itself.
    func next(for prompt: Prompt) throws -> [Answer] {
        try (0..<prompt.answerCount).map { _ in
            let scripted = nextScripted()
            let text = scripted ?? prompt.lastText
            if let tool = prompt.tool { return .toolCall(name: tool, text: text) }
            if prompt.wantsJSON { return .text(try Answer.object(text).encoded()) }
            return .text(scripted ?? "You wrote: " + text)
        }
    }

    private func nextScripted() -> String? {
        let place = given.withLock { given in
            defer { given += 1 }
            return given
        }
        return place < answers.count ? answers[place] : nil
    }
}
