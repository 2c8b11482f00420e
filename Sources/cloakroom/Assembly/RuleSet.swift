import ArgumentParser
import Foundation
import Gateway
import Redaction
import Rules

/// The rules and the policy, ready to judge.
struct RuleSet {
    let library: RuleLibrary
    let policy: LoadedPolicy

    var inspector: Inspector { Inspector(rules: library.rules, policy: policy.policy) }
    var warnings: [RuleDiagnostic] { library.warnings + policy.warnings }

    /// - Throws: `ExitCode`, after everything that is wrong was shown.
    static func load(_ configuration: Configuration) throws -> RuleSet {
        try load(
            folder: configuration.rulesFolder(), school: configuration[.school],
            roster: configuration.loadRoster(),
            policy: configuration[.policy] ?? "default")
    }

    /// The rules and a policy of one folder, with what a school's folder adds.
    ///
    /// - Throws: `ExitCode`, after everything that is wrong was shown.
    static func load(
        folder: String,
        school: String? = nil,
        roster: LoadedRoster? = nil,
        policy name: String
    ) throws -> RuleSet {
        let today = CalendarDay(Date())
        do throws(RuleDiagnostics) {
            let library = try RuleLibrary.load(from: folder, school: school, roster: roster, today: today)
            let policy = try LoadedPolicy.load(from: "\(folder)/policies/\(name).yaml", today: today)
            guard let school else { return RuleSet(library: library, policy: policy) }
            return RuleSet(
                library: library,
                policy: try policy.tightened(by: "\(school)/policies/\(name).yaml", today: today))
        } catch {
            throw fail(error.diagnostics)
        }
    }

    /// What one exchange after the other takes.
    func snapshot(_ endpoints: [Endpoint]) -> Snapshot {
        Snapshot(
            rules: library.rules, rulesDigest: library.digest, policy: policy.policy,
            policyDigest: policy.digest,
            endpoints: endpoints)
    }

    /// Measures the rules but those that `known` has, and shows which are slow.
    ///
    /// Not in a build without optimisation, which says nothing about a rule's speed and takes seconds to find it out.
    ///
    /// - Throws: `ExitCode`, after the rules that are too slow to serve were shown.
    func admit(known: RuleSet? = nil) throws {
        #if !DEBUG
            do throws(RuleDiagnostics) {
                for warning in try library.admit(known: known?.library.rules) { tell(warning.description) }
            } catch {
                throw fail(error.diagnostics)
            }
        #endif
    }

    /// Runs every rule's examples: rules that fail their own do not serve.
    ///
    /// Gives the number of examples.
    @discardableResult
    func selfTest() throws -> Int {
        let run = ExampleRun(of: library)
        guard run.failures.isEmpty else {
            for failure in run.failures { tell(failure.description) }
            throw fail(
                "\(run.failures.count) of \(run.count) rule examples failed.",
                hint: "Mend the rules, then run `cloakroom rules test`.", Exit.exampleFailed
            )
        }
        return run.count
    }
}

extension Configuration {
    /// The school's people; nil where no roster is configured.
    ///
    /// - Throws: `ExitCode`, after what is wrong was shown: a roster that is configured and cannot be read is no reason to go on
    ///   without it.
    func loadRoster() throws -> LoadedRoster? {
        guard let path = self[.roster] else { return nil }
        do throws(RosterError) {
            return try LoadedRoster.load(
                from: path, key: rosterKeyPlace, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.failure)
        }
    }

    var rosterKeyPlace: RosterKeyPlace { self[.rosterKey].map { RosterKeyPlace($0) } ?? .preset }
}
