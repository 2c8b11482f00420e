import Foundation
import Testing

@testable import Detection
@testable import Rules

/// Texts that people wrote without hiding anything: e-mail, reviews, news, forum posts, novels.
///
/// They are not part of the project; without them this is skipped.
@Suite struct `Ordinary text` {
    private struct Document: Decodable {
        let text: String
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = root.appending(path: "../shared/data").path
    private static let files = [
        "dev/ewt", "dev/gum", "dev/wnut17", "train/ewt", "train/gum", "train/wikigold", "train/litbank",
        "train/btc_a",
    ]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder), "the texts are not at ../shared/data"))
    func `shows nothing more when it is read as a reader sees it`() throws {
        let rules = try RuleLibrary.load(
            from: Self.root.appending(path: "rules").path, today: CalendarDay(Date())
        ).rulesWithoutNames
        var byteCount = 0
        var shown: [String: Int] = [:]
        for file in Self.files {
            let lines = try String(contentsOfFile: "\(Self.folder)/\(file).jsonl", encoding: .utf8)
            for line in lines.split(separator: "\n") {
                let text = Array(try JSONDecoder().decode(Document.self, from: Data(line.utf8)).text.utf8)
                byteCount += text.count
                for finding in try Self.findingsOfViews(in: text, rules) {
                    shown[finding.rule.rawValue, default: 0] += 1
                    if ProcessInfo.processInfo.environment["CLOAKROOM_SHOW"] != nil {
                        let part = text[
                            max(
                                0, finding.bytes.lowerBound - 30)..<min(
                                    text.count, finding.bytes.upperBound + 20)]
                        print("\(file) \(finding.rule): \(String(decoding: part, as: UTF8.self))")
                    }
                }
            }
        }
        let count = shown.values.reduce(0, +)
        print("only read as a reader sees it: \(count) findings in \(byteCount / 1_000) KB: \(shown)")
        #expect(byteCount > 1_000_000)
        #expect(count * 1_000_000 <= byteCount * 2, "more than two a megabyte")
    }

    /// The findings where the rules find nothing in the text as it is.
    private static func findingsOfViews(in text: [UInt8], _ rules: CompiledRules) throws -> [Finding] {
        var hits = SearchHits()
        var search = RuleSearch()
        search.reset(for: rules)
        try search.run(
            rules, over: text.span, in: 0..<text.count, of: RuleSearch.Part(), using: PatternScratch(),
            into: &hits)
        return try rules.findings(in: text.span).filter { finding in
            !hits.candidates.contains { $0.bytes.overlaps(finding.bytes) }
        }
    }
}
