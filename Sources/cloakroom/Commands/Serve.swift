import ArgumentParser
import Audit
import Foundation
import Gateway
import Rules

/// `cloakroom serve`: the gateway.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the gateway.",
        discussion: """
            With no configuration it listens on 127.0.0.1:8080, uses the packs in `rules`, keeps its evidence below \
            `var`, and answers from a stand-in endpoint inside the process.
            """
    )

    @Option(help: "host:port to listen on.")
    var listen: String?

    @Option(help: "The endpoint register.")
    var endpoints: String?

    @OptionGroup var settings: SettingsOptions

    mutating func run() async throws {
        var flags: [Configuration.Setting: String] = [:]
        flags[.listen] = listen
        flags[.endpoints] = endpoints
        let configuration = try settings.load(adding: flags)
        let gatehouse = try Gatehouse.load(configuration)
        Self.warn(configuration, gatehouse)
        try await gatehouse.run { port in
            tell("Cloakroom is ready: base URL http://\(configuration.listenAddress.host):\(port)/v1")
        }
    }

    static func warn(_ configuration: Configuration, _ gatehouse: Gatehouse) {
        for warning in gatehouse.rules.warnings { tell(warning.description) }
        if case .standIn = gatehouse.endpoints {
            tell("No endpoint register is configured: the stand-in endpoint in this process answers.")
        }
        if configuration[.incidentContact] == nil {
            tell("warning: incident_contact is not set: nobody is named to whom misuse is reported.")
        }
        if let recipients = gatehouse.recipients {
            for key in recipients.keys {
                tell("Originals of blocked prompts are sealed to \(key.name), \(key.id).")
            }
            if recipients.keys.count == 1 {
                tell("warning: evidence_keys has one key only: if it is lost, so are the originals.")
            }
        }
        let keys = (try? KeyFile(path: configuration[.keys] ?? "").read()) ?? []
        if keys.isEmpty {
            tell(
                "No keys were issued: only programs on this machine are served. `cloakroom keys issue` changes that."
            )
        }
    }
}
