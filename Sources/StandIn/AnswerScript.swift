import Synchronization

/// What the stand-in says next.
final class AnswerScript: Sendable {
    private let answers: [String]
    private let given = Mutex(0)

    init(behaviour: StandInOptions.Behaviour) {
        if case .script(let answers) = behaviour { self.answers = answers } else { answers = [] }
    }

    /// The script's next answer; after its end, or without one, the prompt itself.
    func next(for prompt: ChatPrompt) -> String {
        let place = given.withLock { given in
            defer { given += 1 }
            return given
        }
        return place < answers.count ? answers[place] : "You wrote: " + prompt.lastText
    }
}
