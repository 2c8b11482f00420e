import ArgumentParser
import Detection
import Foundation
import Gateway
import Redaction
import Rules

/// `cloakroom config`: is everything in order, and where does each setting come from.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks and shows the configuration.",
        subcommands: [Check.self, Show.self, SurfacesCommand.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads everything that `serve` would read, and says what is wrong."
        )

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let configuration = try settings.load()
            let gatehouse = try Gatehouse.load(configuration)
            Serve.warn(configuration, gatehouse)
            do throws(KeyFileError) {
                _ = try KeyFile(path: configuration[.keys] ?? "var/keys.json").read()
            } catch {
                throw fail(error.problem, hint: error.hint, Exit.failure)
            }
            if case .register(let register) = gatehouse.endpoints {
                let keys = EndpointKeys(
                    for: register.endpoints, environment: ProcessInfo.processInfo.environment
                )
                guard keys.missing.isEmpty else {
                    throw fail(
                        "No key for: \(keys.missing.joined(separator: ", ")).",
                        hint: "Set the variable or credential that the register names.", Exit.badInput
                    )
                }
            }
            let library = gatehouse.rules.library
            print(
                "\(library.rules.rules.count) rules, policy \(gatehouse.rules.policy.policy.name): in order")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows every setting and where its value comes from."
        )

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let configuration = try settings.load()
            for setting in Configuration.Setting.allCases {
                let value = configuration.values[setting]
                print("\(setting.rawValue)\t\(value?.text ?? "-")\t\(value?.origin.rawValue ?? "not set")")
            }
        }
    }
}
