import Crypto
public import Detection
import Foundation

/// Every pack below `rules/packs`, read, compiled and ready.
public struct RuleLibrary: Sendable {
    public let packs: [RulePack]
    /// The rules that run, those on trial too.
    public let rules: CompiledRules
    /// SHA-256 of all pack files, in hexadecimal: names this set of rules in the evidence.
    public let digest: String
    /// What is worth a look but wrong nowhere.
    public let warnings: [RuleDiagnostic]

    /// Reads a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds `packs`.
    ///   - school: A school's own folder that holds `packs`; nil for none.
    ///   - roster: The school's people; nil for none.
    ///   - today: The day against which `review_by` is checked.
    /// - Returns: The rules that are on, compiled, and all packs.
    /// - Throws: Everything that is wrong, in one go.
    public static func load(
        from folder: String,
        school: String? = nil,
        roster: LoadedRoster? = nil,
        today: CalendarDay
    ) throws(RuleDiagnostics) -> RuleLibrary {
        var diagnostics: [RuleDiagnostic] = []
        var packs: [RulePack] = []
        var hash = SHA256()
        var shared = Definitions()
        for file in packFiles(below: folder, .trust) + (school.map { packFiles(below: $0, .school) } ?? []) {
            var pack = PackReader(
                file: file.path, expectedID: file.packID, level: file.level, shared: shared, today: today)
            guard let bytes = FileManager.default.contents(atPath: file.path) else {
                diagnostics.append(.unreadable(file.path))
                continue
            }
            hash.update(data: Data("\(file.level.rawValue) \(file.packID) \(bytes.count)\n".utf8))
            hash.update(data: bytes)
            if let read = pack.read(bytes) { packs.append(read) }
            if file.packID == Definitions.sharedPackID { shared = pack.definitions }
            diagnostics += pack.reader.diagnostics
        }
        if packs.isEmpty && diagnostics.isEmpty { diagnostics.append(.noPacks(below: folder)) }
        let authored = packs.flatMap(\.rules)
        diagnostics += duplicates(in: authored)
        let names = NameFiles(folder)
        names.update(&hash)
        let matters = FileManager.default.contents(atPath: folder + "/models/matters.model")
        if let matters { hash.update(data: matters) }
        if let roster { hash.update(data: Data("roster \(roster.digest)\n".utf8)) }
        let compiled = compile(
            authored, names.finder, roster?.roster, matters.flatMap { MatterModel(file: Array($0)) },
            into: &diagnostics)
        guard let compiled, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw RuleDiagnostics(diagnostics)
        }
        let slow = Set(compiled.rulesWithoutTrigger)
        diagnostics += authored.filter { $0.mode != .off && slow.contains($0.rule.id) }.map(
            RuleDiagnostic.noTrigger)
        return RuleLibrary(
            packs: packs, rules: compiled, digest: hash.finalize().map(\.hexadecimal).joined(),
            warnings: diagnostics
        )
    }

    private static func compile(
        _ authored: [AuthoredRule],
        _ names: NameFinder?,
        _ roster: Roster?,
        _ matters: MatterModel?,
        into diagnostics: inout [RuleDiagnostic]
    ) -> CompiledRules? {
        do throws(RuleErrors) {
            return try CompiledRules(
                compiling: authored.filter { $0.mode != .off }.map(\.rule), names: names, roster: roster,
                matters: matters,
                with: { count, work in DispatchQueue.concurrentPerform(iterations: count, execute: work) })
        } catch {
            for ruleError in error.errors where ruleError.part != .id {
                guard let rule = authored.first(where: { $0.rule.id == ruleError.rule }) else { continue }
                diagnostics.append(.refused(ruleError, in: rule))
            }
            return nil
        }
    }

    private static func duplicates(in rules: [AuthoredRule]) -> [RuleDiagnostic] {
        var first: [RuleID: AuthoredRule] = [:]
        return rules.compactMap { rule in
            guard let earlier = first.updateValue(rule, forKey: rule.rule.id) else { return nil }
            return .duplicate(rule, of: earlier)
        }
    }

    private struct PackFile {
        let path: String
        let packID: String
        let level: Rule.Level
    }

    private static func packFiles(below folder: String, _ level: Rule.Level) -> [PackFile] {
        let packs = folder + "/packs"
        let sharedName = Definitions.sharedPackID + ".yaml"
        let names = FileManager.default.enumerator(atPath: packs)?.compactMap { $0 as? String } ?? []
        // The pack that others refer to comes first.
        return names.filter { $0.hasSuffix(".yaml") }.sorted {
            ($0 == sharedName ? 0 : 1, $0) < ($1 == sharedName ? 0 : 1, $1)
        }.map { name in
            PackFile(
                path: "\(packs)/\(name)",
                packID: name.dropLast(".yaml".count).split(separator: "/").joined(separator: "."),
                level: level
            )
        }
    }
}

extension UInt8 {
    /// Two digits.
    var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension RuleDiagnostic {
    fileprivate static func unreadable(_ file: String) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: .error, code: .unreadable, file: file, line: 0, column: 0,
            problem: "The file cannot be read.", hint: "Check that it exists and who may read it."
        )
    }

    fileprivate static func noPacks(below folder: String) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: .error, code: .noPacks, file: folder + "/packs", line: 0, column: 0,
            problem: "There are no rule packs here.", hint: "Point --rules at the folder that holds `packs`."
        )
    }

    fileprivate static func duplicate(_ rule: AuthoredRule, of earlier: AuthoredRule) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: .error, code: .duplicateID, file: rule.file, line: rule.line, column: 1,
            problem: "The id `\(rule.rule.id)` is taken by \(earlier.file):\(earlier.line).",
            hint: "Give each rule its own id."
        )
    }

    fileprivate static func noTrigger(_ rule: AuthoredRule) -> RuleDiagnostic {
        RuleDiagnostic(
            severity: .warning, code: .noTrigger, file: rule.file, line: rule.matcherPlace.line,
            column: rule.matcherPlace.column,
            problem:
                "Rule `\(rule.rule.id)` can start with nearly anything, so it is tried nearly everywhere.",
            hint: "Let its first characters be fewer: [A-Z] in place of a dot, \\d in place of \\w."
        )
    }

    fileprivate static func refused(_ error: RuleError, in rule: AuthoredRule) -> RuleDiagnostic {
        let place = error.offset.map { " (byte \($0) of the pattern)" } ?? ""
        return RuleDiagnostic(
            severity: .error, code: .badPattern, file: rule.file, line: rule.matcherPlace.line,
            column: rule.matcherPlace.column, problem: "Rule `\(error.rule)`: \(error.message)\(place)",
            hint: error.hint
        )
    }
}
