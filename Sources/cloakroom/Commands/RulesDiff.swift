import ArgumentParser
import Detection
import Foundation
import Redaction
import Rules

/// `cloakroom rules diff`: what a change of rules would do to texts that are at hand.
struct RulesDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "Compares two folders of rules over a set of texts: what is newly found, no longer found, newly blocked.",
        discussion: """
            The corpus is a file of {"id":…,"text":…} lines, or a folder of text files. The texts are not shown.
            Ends with 1 if more texts than --limit would newly be blocked.
            """
    )

    @Argument(help: "The folder with the rules as they were.")
    var old: String

    @Argument(help: "The folder with the rules as they would be.")
    var new: String

    @Option(help: "A file of JSON lines, or a folder of texts.")
    var corpus: String

    @Option(help: "So many texts may newly be blocked.")
    var limit = 0

    @Option(help: "The policy's name, in both folders.")
    var policy = "default"

    mutating func run() throws {
        let before = try RuleSet.load(folder: old, policy: policy)
        let after = try RuleSet.load(folder: new, policy: policy)
        var changes = RuleChanges()
        for document in try Corpus.documents(at: corpus) {
            changes.note(
                document.id, try judged(document.text, named: document.id, with: before.inspector),
                try judged(document.text, named: document.id, with: after.inspector))
        }
        changes.show()
        if changes.newlyBlocked > limit { throw Exit.findings }
    }
}

/// What changed between two sets of rules, text by text.
private struct RuleChanges {
    private var found: [RuleID: Int] = [:]
    private var lost: [RuleID: Int] = [:]
    private var verdicts: [String: [String]] = [:]
    private var textCount = 0
    private(set) var newlyBlocked = 0

    mutating func note(_ id: String, _ before: TextInspection, _ after: TextInspection) {
        textCount += 1
        let (old, new) = (Set(before.findings.map(Place.init)), Set(after.findings.map(Place.init)))
        for place in new.subtracting(old) { found[place.rule, default: 0] += 1 }
        for place in old.subtracting(new) { lost[place.rule, default: 0] += 1 }
        guard before.verdict != after.verdict else { return }
        verdicts["\(before.verdict.rawValue) → \(after.verdict.rawValue)", default: []].append(id)
        if after.verdict == .block { newlyBlocked += 1 }
    }

    /// What makes a finding the same one.
    private struct Place: Hashable {
        let rule: RuleID
        let bytes: Range<Int>

        init(_ finding: Finding) { (rule, bytes) = (finding.rule, finding.bytes) }
    }

    func show() {
        for id in Set(found.keys).union(lost.keys).sorted(by: { $0.rawValue < $1.rawValue }) {
            say("\(id): newly found \(found[id] ?? 0), no longer found \(lost[id] ?? 0)")
        }
        for (change, ids) in verdicts.sorted(by: { $0.key < $1.key }) {
            say(
                "verdict \(change): \(ids.count)  \(ids.prefix(10).joined(separator: " "))\(ids.count > 10 ? " …" : "")"
            )
        }
        say("\(textCount) texts, \(newlyBlocked) newly blocked")
    }
}

/// Texts to try rules on.
enum Corpus {
    struct Document {
        let id: String
        let text: [UInt8]
    }

    /// - Throws: `ExitCode`, after what is wrong was shown.
    static func documents(at path: String) throws -> [Document] {
        guard let isFolder = isFolder(path) else {
            throw fail("\(path) is not there.", hint: "Name a file of JSON lines or a folder.", Exit.badInput)
        }
        guard isFolder else { return try JSONLines.documents(in: InputFile.read(path), named: path) }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return try names.sorted().filter { Self.isFolder("\(path)/\($0)") == false }.map { name in
            Document(id: name, text: try InputFile.read("\(path)/\(name)"))
        }
    }

    /// Nil for what is not there.
    private static func isFolder(_ path: String) -> Bool? {
        let values = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory
    }
}
