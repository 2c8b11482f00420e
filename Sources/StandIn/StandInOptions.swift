/// How a stand-in endpoint behaves.
public struct StandInOptions: Sendable {
    /// What it answers.
    public enum Behaviour: Sendable {
        /// Repeats what it received: `You wrote: …`.
        case echo
        /// The given answers in turn; after them, what it received.
        case script([String])
        /// A status and a body of its own.
        case failure(status: Int, contentType: String, body: String, headers: [String: String] = [:])
        /// Takes the request and never answers.
        case silence
        /// Starts a stream and breaks the connection after so many pieces.
        case cutOff(afterPieces: Int)
    }

    /// What one event of a streamed answer carries.
    public enum Piece: Sendable {
        case word
        /// So many characters.
        case characters(Int)
    }

    public var host = "127.0.0.1"
    /// 0 asks for any free one.
    public var port = 0
    public var behaviour = Behaviour.echo
    public var piece = Piece.word
    /// How long it waits between two events.
    public var pace = Duration.zero
    /// Is awaited before each piece of a streamed answer, with the piece's number from 0.
    public var beforePiece: (@Sendable (Int) async -> Void)?
    /// Sends streams in network chunks of so many bytes, wherever that cuts them; nil for one event a chunk.
    public var chunkByteCount: Int?
    /// The models that it lists.
    public var models = ["stand-in"]

    public init() {}
}
