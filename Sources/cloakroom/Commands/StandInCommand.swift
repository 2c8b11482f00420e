import ArgumentParser
import Foundation
import Hummingbird
import StandIn

/// `cloakroom stand-in`: an endpoint without a model, to try things with.
struct StandInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-in",
        abstract: "Runs an AI endpoint without a model: it echoes, or answers from a script.",
        discussion: "Shows every request that it receives on standard output."
    )

    @Option(help: "The port; 0 for any free one.")
    var port = 8081

    @Option(help: "Milliseconds between two events of a streamed answer.")
    var pace = 0

    @Option(help: "Characters an event; 0 for whole words.")
    var piece = 0

    @Option(
        help: "Bytes a network chunk of a streamed answer, wherever that cuts it; 0 for an event a chunk.")
    var chunk = 0

    @Option(help: "A file whose lines are the answers, in turn.")
    var script: String?

    @Option(help: "The models that it lists.")
    var model: [String] = ["stand-in"]

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535.") }
        guard (0...60_000).contains(pace) else { throw ValidationError("--pace is from 0 to 60000.") }
        guard (0...1_000_000).contains(piece) else { throw ValidationError("--piece is from 0 to 1000000.") }
        guard (0...1_000_000).contains(chunk) else { throw ValidationError("--chunk is from 0 to 1000000.") }
    }

    mutating func run() async throws {
        var options = StandInOptions()
        options.port = port
        options.pace = .milliseconds(pace)
        options.piece = piece == 0 ? .word : .characters(piece)
        options.chunkByteCount = chunk == 0 ? nil : chunk
        options.models = model
        if let script {
            let lines = String(decoding: try InputFile.read(script), as: UTF8.self).split(separator: "\n")
                .map(String.init)
            guard !lines.isEmpty else {
                throw fail("\(script) holds no answer.", hint: "Write one answer a line.", Exit.badInput)
            }
            options.behaviour = .script(lines)
        }
        let standIn = StandInEndpoint(options: options) { request in
            let head = "\(request.method) \(request.path)\n"
            FileHandle.standardOutput.write(Data(head.utf8) + Data(request.body) + Data("\n\n".utf8))
        }
        let application = standIn.application { port in
            tell("The stand-in endpoint is ready: base URL http://127.0.0.1:\(port)/v1")
        }
        try await application.runService()
    }
}
