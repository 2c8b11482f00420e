import Detection
import Foundation
import Testing

@testable import Rules

/// The packs that `rules/README.md` shows are read, compiled and run.
@Suite struct `The handbook` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The text of each block of YAML.
    private static func blocks() throws -> [String] {
        let text = try String(contentsOf: root.appending(path: "rules/README.md"), encoding: .utf8)
        return text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    @Test func `shows packs that pass their own examples`() throws {
        let blocks = try Self.blocks()
        #expect(blocks.count == 3)
        for block in blocks {
            let folder = RulesFolder()
            defer { folder.remove() }
            let id = try #require(block.split(separator: "\n").first?.split(separator: " ").dropFirst().first)
            try folder.write(block, to: "packs/\(id.replacing(".", with: "/")).yaml")
            let library = try RuleLibrary.load(from: folder.path, today: #require(RulesFolder.today))
            let run = ExampleRun(of: library)
            #expect(library.warnings.map(\.description) == [])
            #expect(run.failures.map(\.description) == [])
            #expect(run.count >= 3)
        }
    }

    @Test func `names every key of a rule and every validator`() throws {
        let text = try String(contentsOf: Self.root.appending(path: "rules/README.md"), encoding: .utf8)
        let examples = try Self.blocks().joined()
        for key in PackReader.ruleKeys {
            #expect(
                text.contains("`\(key)`") || text.contains("`\(key):") || examples.contains("\(key):"),
                "\(key)")
        }
        for validator in Validator.allCases { #expect(text.contains("`\(validator.rawValue)`")) }
    }
}
