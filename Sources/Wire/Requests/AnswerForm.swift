/// What a request wants its answer's text to be.
public enum AnswerForm: Sendable {
    /// Words for a person.
    case prose
    /// JSON, so that values must be put into it as JSON.
    case json
    /// One of some texts that the request lists: for a program, as it stands.
    case option
}
