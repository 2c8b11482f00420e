import Audit
import Foundation
import Gateway
import Hummingbird
import Rules

/// Looks after the evidence while the gateway runs: says when it starts, changes and stops, answers the DPO's commands, and
/// destroys what has had its time.
struct EvidenceKeeper: Sendable {
    private static let purgeInterval = Duration.seconds(24 * 60 * 60)

    let audit: AuditLog
    /// The keys that the gateway makes tokens with.
    let tokens: TokenKeys
    /// Who can open the originals that are kept; nil: none are.
    let recipients: Recipients?
    let configuration: Configuration
    /// Copies the evidence to a database; nil where there is none.
    let copying: CopyService?

    private var path: String { configuration[.audit] ?? "var/audit.sqlite" }

    /// - Throws: `ExitCode`, after what is wrong was shown.
    func begin(with rules: RuleSet) async throws {
        guard Retention(configuration[.retention] ?? "") != nil else {
            throw fail(
                "The setting `retention` cannot be read.",
                hint: "Write days by class: allowed=183, blocked=365, redacted=92, original=31, note=365.",
                Exit.badInput)
        }
        do throws(AuditError) {
            // Before anything is written: a log that contradicts its copy is not continued.
            try await copying?.begin()
            try await audit.start(
                version: Cloakroom.version, rules: rules.library.digest, policy: rules.policy.digest,
                sealingTo: recipients)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
        if AuditLog.keyFiles(besides: path).firstMACKeyIfThere != nil {
            tell(
                """
                note: the first key of the evidence still lies besides it. `cloakroom audit handover --to FOLDER` gives it to \
                the DPO, who can then prove that nothing was altered.
                """)
        }
    }

    func change(to rules: RuleSet) async throws {
        try await audit.change(rules: rules.library.digest, policy: rules.policy.digest)
    }

    /// Runs until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await serveCommands() }
            group.addTask { await purgeDaily() }
        }
    }

    func end() async {
        // Without it the next start shows that this one ended out of order; nothing else depends on it.
        try? await audit.stop()
        await copying?.end()
        audit.close()
    }

    private func serveCommands() async {
        guard let socket = AuditSocket.path(besides: path) else {
            return tell(
                "warning: the path of the evidence is too long for a socket besides it: the DPO's commands work only while the gateway is stopped."
            )
        }
        do {
            try await AuditSocket.application(audit, path: socket).run()
        } catch is CancellationError {
            return
        } catch {
            tell(
                "warning: \(socket) cannot be made: the DPO's commands work only while the gateway is stopped."
            )
        }
        try? FileManager.default.removeItem(atPath: socket)
    }

    private func purgeDaily() async {
        guard let retention = Retention(configuration[.retention] ?? "") else { return }
        repeat {
            do throws(AuditError) {
                let erasures = try await audit.purge(retention, by: "gateway")
                let count = erasures.reduce(0) { $0 + $1.erasure.count }
                if count > 0 { tell("Evidence whose time was over was erased: \(count) items.") }
                // Entries that are held must still be found by what was found in them.
                if try await audit.activeHolds().isEmpty {
                    try tokens.forget(before: retention.entriesEnd(at: Date()))
                }
            } catch {
                tell("warning: evidence whose time is over was not erased. \(error.problem) \(error.hint)")
            }
        } while (try? await Task.sleep(for: Self.purgeInterval)) != nil
    }
}
