import Foundation
import Rules

@testable import Detection

/// With the rules that are shipped: findings are in order and inside the text, and do not depend on how it arrived.
enum ScannerTarget {
    private static let rules: CompiledRules = {
        do {
            return try RuleLibrary.load(from: Seeds.rulesFolder, today: CalendarDay(Date())).rules
        } catch {
            fatalError("the rules do not load: \(error)")
        }
    }()

    static func check(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let text = Array(input.dropFirst())
        let whole = findings([text])
        if case .success(let findings) = whole {
            var last = 0
            for finding in findings {
                promise(!finding.bytes.isEmpty, "a finding of nothing")
                promise(finding.bytes.lowerBound >= last, "findings are in order and do not overlap")
                promise(finding.bytes.upperBound <= text.count, "a finding outside the text")
                last = finding.bytes.upperBound
            }
        }
        let size = Int(first) + 1
        let pieces = stride(from: 0, to: text.count, by: size).map {
            Array(text[$0..<min(text.count, $0 + size)])
        }
        promise(findings(pieces) == whole, "findings depend on how the text was cut")
    }

    private static func findings(_ pieces: [[UInt8]]) -> Result<[Finding], ScanError> {
        Result { () throws(ScanError) in
            var findings: [Finding] = []
            var scanner = Scanner(rules: rules, passByteCountMin: 1)
            for piece in pieces { try scanner.feed(piece.span, into: &findings) }
            try scanner.finish(into: &findings)
            return findings
        }
    }
}
