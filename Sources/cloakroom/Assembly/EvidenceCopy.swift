import ArgumentParser
import Audit
import Foundation
import Gateway
import Rules

extension Configuration {
    /// Where evidence is copied to; nil where it is not.
    ///
    /// - Throws: `ExitCode`, after what is wrong was shown.
    func databaseAddress() throws -> DatabaseAddress? {
        guard let text = self[.auditDatabase] else { return nil }
        do throws(AuditError) {
            let address = try DatabaseAddress(text, environment: ProcessInfo.processInfo.environment)
            guard DatabaseAddress.isBuiltIn else { throw AuditError.databaseNotBuiltIn }
            return address
        } catch {
            throw fail("audit_database: \(error.problem)", hint: error.hint, Exit.badInput)
        }
    }

    /// What copies a log; nil where it is not to be copied.
    ///
    /// - Throws: `ExitCode`, after what is wrong was shown.
    func copyService(for log: AuditLog) throws -> CopyService? {
        guard let address = try databaseAddress() else { return nil }
        do throws(AuditError) {
            return try CopyService(
                log, path: self[.audit] ?? "var/audit.sqlite", to: address,
                backlogMax: Int64(number(.auditBacklog)), report: Self.tell)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }

    @Sendable private static func tell(_ news: CopyNews) {
        switch news {
        case .backlog(let count): CopyMetrics.backlog(count)
        case .state(.following, let backlog):
            CopyMetrics.follows(true)
            cloakroom.tell("The evidence is copied to the database; \(backlog) entries are to follow.")
        case .state(.away(let error), let backlog):
            CopyMetrics.follows(false)
            cloakroom.tell(
                "warning: the evidence is not copied; \(backlog) entries wait. \(error.problem) \(error.hint)"
            )
        case .state(.refused(let error), _):
            CopyMetrics.follows(false)
            cloakroom.tell("ALARM: every request is refused. \(error.problem) \(error.hint)")
        case .full(let backlog):
            cloakroom.tell(
                "warning: \(backlog) entries of the evidence are not copied: requests are refused until they are fewer."
            )
        case .roomAgain: cloakroom.tell("Requests are taken again: enough of the evidence is copied.")
        case .peer(let fault, let isNew):
            CopyMetrics.peerFault(fault.kind.rawValue)
            guard isNew else { return }
            cloakroom.tell("ALARM: \(fault.problem) Tell the DPO. (\(fault.kind.rawValue))")
        }
    }
}
