import Detection
import Foundation
import Gateway
import Redaction
import Rules
import UnixSignals

/// Takes changed rules into use while the gateway runs: on SIGHUP, and when a file changed.
///
/// The new set is read, measured and tested aside. If anything is wrong with it, what is in use stays.
struct RuleReloader {
    /// How often the files are looked at.
    ///
    /// Looked at, not watched: shared folders tell nobody of changes.
    private static let interval = Duration.seconds(2)

    let configuration: Configuration
    let endpoints: [Endpoint]
    let snapshots: SnapshotStore
    let keeper: EvidenceKeeper
    var rules: RuleSet

    /// Runs until it is cancelled.
    mutating func run() async {
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var files = RuleFiles(configuration)
        let watch = Task {
            while true {
                do { try await Task.sleep(for: Self.interval) } catch { return }
                if files.haveChanged() { change.yield() }
            }
        }
        let signals = Task {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { change.yield() }
        }
        await withTaskCancellationHandler {
            for await _ in changes { await reload() }
        } onCancel: {
            change.finish()
        }
        watch.cancel()
        signals.cancel()
    }

    private mutating func reload() async {
        do {
            let new = try RuleSet.load(configuration)
            guard new.library.digest != rules.library.digest || new.policy.digest != rules.policy.digest
            else {
                return
            }
            try new.admit(known: rules)
            try new.selfTest()
            // Said before anything is judged by them.
            try await keeper.change(to: new)
            rules = new
            snapshots.replace(with: new.snapshot(endpoints))
            ResidentMemory.giveBack()
            tell(
                "The rules were reloaded: \(new.library.rules.rules.count) rules, \(new.library.digest.prefix(12))."
            )
        } catch {
            snapshots.keep()
            tell("The rules were not reloaded: those in use stay. Mend them, then save them again.")
        }
    }
}
