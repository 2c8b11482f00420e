import ArgumentParser
import Foundation
import Rules

/// The flags that every command with a configuration shares.
struct SettingsOptions: ParsableArguments {
    @Option(help: "The configuration file. Default: cloakroom.yaml, if there is one.")
    var config: String?

    @Option(help: "The folder with packs and policies.")
    var rules: String?

    @Option(help: "A school's folder with packs and policies, which may only tighten.")
    var school: String?

    @Option(help: "The school's people, as `roster build` wrote them.")
    var roster: String?

    @Option(help: "Where the roster's key is: a file, env:NAME or credential:NAME.")
    var rosterKey: String?

    @Option(help: "The policy's name.")
    var policy: String?

    func load(adding flags: [Configuration.Setting: String] = [:]) throws -> Configuration {
        var flags = flags
        flags[.rules] = rules
        flags[.school] = school
        flags[.policy] = policy
        flags[.roster] = roster
        flags[.rosterKey] = rosterKey
        let environment = ProcessInfo.processInfo.environment
        let present = FileManager.default.fileExists(atPath: "cloakroom.yaml") ? "cloakroom.yaml" : nil
        let file = config ?? environment["CLOAKROOM_CONFIG"] ?? present
        do throws(RuleDiagnostics) {
            return try Configuration.load(file: file, environment: environment, flags: flags)
        } catch {
            throw fail(error.diagnostics)
        }
    }
}

extension Configuration {
    /// The folder with packs and policies: as configured, else `rules` here, else the `rules` that lies above the
    /// program (a checkout or an installation).
    func rulesFolder() throws -> String {
        if let folder = self[.rules] { return folder }
        for folder in ["rules"] + Self.foldersAboveProgram.map({ $0 + "/rules" }) + [
            "/usr/share/cloakroom/rules"
        ]
        where FileManager.default.fileExists(atPath: folder + "/packs") {
            return folder
        }
        throw fail(
            "There is no rules folder.", hint: "Run it where `rules` is, or give --rules FOLDER.",
            Exit.badInput)
    }

    private static var foldersAboveProgram: [String] {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        var folders: [String] = []
        while folder.path != "/", folders.count < 8 {
            folders.append(folder.path)
            folder = folder.deletingLastPathComponent()
        }
        return folders
    }
}
