/// The parts of a request that the stand-in answers to, whichever API family it came by.
struct Prompt: Sendable {
    let model: String
    /// The text of the last message, or of the tool's result if that came last.
    let lastText: String
    /// The tool to call: the first that is offered, and none once its result has come.
    var tool: String?
    /// Whether the answer has to be JSON.
    var wantsJSON = false
    var isStreaming = false
    /// How many answers are asked for; one at least.
    var answerCount = 1
}

/// The body is not a request of the API family at whose address it came.
struct NotAPrompt: Error {}
