import Foundation
import Testing

@testable import Detection
@testable import Rules

/// Rules are measured before they serve.
@Suite struct `A rule that is measured` {
    /// What is said about a pack with one rule of this pattern.
    private func diagnostics(pattern: String, find: String) throws -> [RuleDiagnostic] {
        let folder = RulesFolder()
        defer { folder.remove() }
        let examples = "{ find: ['\(find)'], skip: ['nothing'] }"
        try folder.write(pack(["pattern": "'\(pattern)'", "examples": examples]), to: "packs/test/one.yaml")
        let today = try #require(RulesFolder.today)
        do throws(RuleDiagnostics) {
            return try RuleLibrary.load(from: folder.path, today: today).admit()
        } catch {
            return error.diagnostics
        }
    }

    @Test func `and goes back and forth too often is refused`() throws {
        let found = try diagnostics(pattern: "(?:[a-z]{1,20} ?){1,40};", find: "«ab;»")
        #expect(found.map(\.code) == [.tooSlow])
        #expect(found.map(\.severity) == [.error])
        #expect(
            found[0].problem.hasPrefix("Rule `test.one.code` on a text made for it: Rule test.one.code took"))
        #expect(found[0].line == 10)
    }

    /// In megabytes a second, the best of three.
    private func speed(of pattern: String) throws -> Double {
        let rule = Rule(
            id: RuleID("a"), title: "a", entity: .upn, matcher: .pattern(pattern), confidence: 50)
        let rules = try CompiledRules(compiling: [rule])
        return (0..<3).map { _ in rules.probes()[0].probe.bytesPerSecond / 1e6 }.max() ?? 0
    }

    @Test func `and reads far at each place is slow`() throws {
        #expect(try speed(of: "[a-z][a-z ,]{1,8000};") < 1)
        #expect(try speed(of: "[a-z][a-z ,]{1,8000};") < speed(of: "[a-z]{1,3};") / 2)
    }

    @Test func `is measured in time of its own, not of others`() {
        let waited = DispatchSemaphore(value: 0)
        let before = ThreadTime.now
        Thread.detachNewThread {
            let start = ThreadTime.now
            while ThreadTime.now - start < 0.05 {}
            waited.signal()
        }
        waited.wait()
        #expect(ThreadTime.now - before < 0.025)
    }

    @Test(arguments: [(0.9, RuleDiagnostic.Severity.error), (19, .warning), (21, nil)])
    func `and is slower than the limits is refused, or warned of`(
        share: Double, severity: RuleDiagnostic.Severity?
    ) throws {
        let folder = RulesFolder()
        defer { folder.remove() }
        try folder.write(pack(), to: "packs/test/one.yaml")
        let rule = try RuleLibrary.load(from: folder.path, today: #require(RulesFolder.today)).packs[0].rules[
            0]
        let probe = RuleProbe(bytesPerSecond: share * RuleProbe.refusedBytesPerSecond, error: nil)
        let found = RuleAdmission.diagnostic(of: rule, probe)
        #expect(found?.severity == severity)
        #expect(found.map { $0.description.contains("R020 Rule `test.one.code` reads ") } ?? true)
    }

    @Test func `and is quick is let in`() throws {
        #expect(try diagnostics(pattern: "X[0-9]{6}", find: "«X123456»").isEmpty)
    }

    @Test func `was let in stays in`() throws {
        let slow = Rule(
            id: RuleID("a"), title: "a", entity: .upn, matcher: .pattern("[a-z][a-z ,]{1,8000};"),
            confidence: 50)
        let rules = try CompiledRules(compiling: [slow])
        #expect(rules.probes(unlessIn: rules).isEmpty)
        let changed = Rule(
            id: RuleID("a"), title: "a", entity: .upn, matcher: .pattern("[a-z];"), confidence: 50)
        #expect(try CompiledRules(compiling: [changed]).probes(unlessIn: rules).count == 1)
    }

    @Test func `comes with Cloakroom is let in`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let library = try RuleLibrary.load(
            from: root.appending(path: "rules").path, today: CalendarDay(Date()))
        #expect(throws: Never.self) { try library.admit() }
    }
}

/// The texts that rules are measured on.
@Suite struct `A text that is hard for a rule` {
    private func pieces(_ matcher: Rule.Matcher) -> [String] {
        let rule = Rule(id: RuleID("a"), title: "a", entity: .upn, matcher: matcher, confidence: 50)
        return AdversarialText(for: rule, asking: CharacterTable()).pieces.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func `is a match, nearly one, and its characters`() {
        let pieces = pieces(.pattern("a{1,3}b"))
        #expect(Set(pieces) == ["aaab ", "aaa! ", "ab ", "a ", "aaab", "a", "b", "b ", "ab"])
    }

    @Test func `holds the words of a list, and their first words alone`() {
        #expect(
            pieces(.words(["care order", "care plan"], caseSensitive: false)) == [
                "care order care plan ", "care care ",
            ])
    }

    @Test func `is as long as it must be`() {
        #expect(AdversarialText.text(of: [1, 2, 3], byteCountMin: 7) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    }
}
