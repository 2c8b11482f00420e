import ArgumentParser
import Detection
import Foundation
import Rules

/// `cloakroom rules bench`: what each rule costs, the slowest first.
struct RulesBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures each rule on the texts that are hardest for it, the slowest first."
    )

    @OptionGroup var settings: SettingsOptions

    mutating func run() throws {
        let rules = try RuleSet.load(settings.load())
        let probes = rules.library.rules.probes().sorted { $0.probe.bytesPerSecond < $1.probe.bytesPerSecond }
        for (id, probe) in probes {
            let rate = String(format: "%8.1f MB/s", probe.bytesPerSecond / 1e6)
            let note =
                probe.error.map { "  refused: \($0.problem)" }
                ?? (probe.bytesPerSecond < RuleProbe.refusedBytesPerSecond
                    ? "  refused" : probe.bytesPerSecond < RuleProbe.warnedBytesPerSecond ? "  slow" : "")
            say("\(rate)  \(id)\(note)")
        }
        if probes.contains(where: { $0.probe.bytesPerSecond < RuleProbe.refusedBytesPerSecond }) {
            throw Exit.badPattern
        }
    }
}
