/// How one API family asks and answers: a request as it was read, and the shapes of the answers to it.
protocol Dialect: Sendable {
    var prompt: Prompt { get }
    /// How the events of a stream are told apart.
    var framing: StreamFraming { get }

    /// The answer in one piece.
    func whole(_ answers: [Answer]) throws -> JSON

    /// The same answer as a stream.
    func events(_ answers: [Answer], cutBy piece: StandInOptions.Piece) throws -> [StreamEvent]

    /// What the family answers to a request that it cannot read.
    static func refusal(_ message: String) -> JSON
}
