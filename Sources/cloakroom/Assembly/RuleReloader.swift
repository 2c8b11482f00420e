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
        let files = RuleFiles(configuration)
        let watch = Task {
            var seen = files.fingerprint
            while true {
                do { try await Task.sleep(for: Self.interval) } catch { return }
                let now = files.fingerprint
                if now != seen { change.yield() }
                seen = now
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
            tell(
                "The rules were reloaded: \(new.library.rules.rules.count) rules, \(new.library.digest.prefix(12))."
            )
        } catch {
            snapshots.keep()
            tell("The rules were not reloaded: those in use stay. Mend them, then save them again.")
        }
    }
}

/// The files that rules and policy are read from.
struct RuleFiles: Sendable {
    private let folders: [String]
    private let roster: String?

    init(_ configuration: Configuration) {
        roster = configuration[.roster]
        folders = [try? configuration.rulesFolder(), configuration[.school]].compactMap { $0 }
    }

    /// Changes when a file is added, removed or written.
    var fingerprint: [String] {
        folders.flatMap(Self.fingerprint) + [roster].compactMap { $0.map(Self.fingerprint(ofFile:)) }
    }

    private static func fingerprint(of folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            fingerprint(ofFile: "\(folder)/\(name)")
        }
    }

    private static func fingerprint(ofFile path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(path) \(time) \(attributes?[.size] as? Int ?? 0)"
    }
}
