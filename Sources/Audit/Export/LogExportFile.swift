import Foundation

/// The lines of an export that proves itself; see `docs/evidence-format.md`.
enum LogExportFile {
    static let format = "cloakroom-log/1"

    struct Header: Codable {
        let format: String
        let origin: String
        /// The entries after this one follow.
        let from: Int64
        /// Of the first `from` entries.
        let frontier: [String]
        /// The checkpoint of exactly `from` entries; nil for none.
        let previous: String?
        /// From that one to the last line's.
        let consistency: [String]
    }

    struct Line: Codable {
        let n: Int64
        var entry: String?
        var leaf: String?
        let mac: String?
    }

    struct Footer: Codable {
        let checkpoint: String
        let size: Int64
    }

    static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers only: encoding cannot fail.
        return ((try? encoder.encode(value)) ?? Data()) + [0x0A]
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ line: some DataProtocol) -> Value? {
        try? JSONDecoder().decode(type, from: Data(line))
    }
}
