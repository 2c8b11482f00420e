import Foundation

/// A text in which names are marked.
struct AnnotatedText {
    struct Span {
        let bytes: Range<Int>
        let kind: Kind
    }

    enum Kind {
        case person, place, organisation
        /// Neither right nor wrong.
        case ignored
    }

    var text: [UInt8]
    var spans: [Span]
    /// How much it counts in training.
    var weight: Float = 1

    private struct Document: Decodable {
        struct Span: Decodable {
            let start: Int
            let end: Int
            let type: String
        }

        let text: String
        let spans: [Span]
    }

    /// Reads a file of one document a line; offsets there are code points.
    static func read(_ url: URL, weight: Float = 1) throws -> [AnnotatedText] {
        let lines = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n"))
        return try lines.map { line in
            let document = try JSONDecoder().decode(Document.self, from: line)
            var offsets: [Int] = []
            var place = 0
            for scalar in document.text.unicodeScalars {
                offsets.append(place)
                place += UTF8.width(scalar)
            }
            offsets.append(place)
            let spans = document.spans.compactMap { span -> Span? in
                guard let kind = Self.kind(span.type), span.start < span.end, span.end < offsets.count else {
                    return nil
                }
                return Span(bytes: offsets[span.start]..<offsets[span.end], kind: kind)
            }
            return AnnotatedText(
                text: Array(document.text.utf8),
                spans: spans.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound },
                weight: weight)
        }
    }

    private static func kind(_ type: String) -> Kind? {
        switch type {
        case "PERSON": .person
        case "LOCATION": .place
        case "ORG": .organisation
        case "IGNORE": .ignored
        default: nil
        }
    }
}
