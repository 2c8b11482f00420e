import Detection
import Foundation
import Redaction

/// `scan --jsonl`: documents in, findings out, line by line and in order.
enum JSONLines {
    private struct Document: Decodable {
        let id: Identifier
        let text: String
    }

    /// An id is a text or a number; it is given back as it came.
    enum Identifier: Codable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var shown: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    /// Reads every line, or ends the command at the first that is no document.
    static func documents(in bytes: [UInt8], named path: String) throws -> [Corpus.Document] {
        try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            let document = try document(line, index, path)
            return Corpus.Document(id: document.id.shown, text: Array(document.text.utf8))
        }
    }

    private static func document(_ line: ArraySlice<UInt8>, _ index: Int, _ path: String) throws -> Document {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(line)) else {
            throw fail(
                "\(path), line \(index + 1) is not a document.",
                hint: "Write {\"id\": …, \"text\": …} on each line.",
                Exit.badInput
            )
        }
        return document
    }

    static func scan(_ bytes: [UInt8], named path: String, with inspector: Inspector) throws {
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let document = try document(line, index, path)
            let inspection = try judged(
                Array(document.text.utf8), named: "line \(index + 1)", with: inspector)
            print(try ScanReport(id: document.id, inspection).encoded())
        }
    }
}

/// What a scan found, as JSON: no text.
struct ScanReport: Encodable {
    private struct Found: Encodable {
        let entity: String
        let rule: String
        let bytes: [Int]
        let confidence: Int
        /// Whose it is: a number of the roster's own; left out where nobody knows.
        let person: Int?

        init(_ finding: Finding) {
            (entity, rule) = (finding.entity.rawValue, finding.rule.rawValue)
            bytes = [finding.bytes.lowerBound, finding.bytes.upperBound]
            confidence = finding.confidence
            person = finding.person?.number
        }
    }

    private let id: JSONLines.Identifier?
    private let verdict: String
    private let findings: [Found]
    /// What rules on trial found; nil for nothing.
    private let shadow: [Found]?

    init(id: String?, _ inspection: TextInspection) { self.init(id: id.map { .text($0) }, inspection) }

    init(id: JSONLines.Identifier?, _ inspection: TextInspection) {
        self.id = id
        verdict = inspection.verdict.rawValue
        findings = inspection.findings.map(Found.init)
        shadow = inspection.trials.isEmpty ? nil : inspection.trials.map(Found.init)
    }

    func encoded() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
