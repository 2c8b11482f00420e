import Foundation

/// The lines of an export that proves itself; see `docs/evidence-format.md`.
enum LogExportFile {
    static let format = "cloakroom-log/1"

    /// Its `previous` is written also where it is null.
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

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(format, forKey: .format)
            try container.encode(origin, forKey: .origin)
            try container.encode(from, forKey: .from)
            try container.encode(frontier, forKey: .frontier)
            try container.encode(previous, forKey: .previous)
            try container.encode(consistency, forKey: .consistency)
        }
    }

    struct Line: Codable {
        let n: Int64
        var entry: String?
        var leaf: String?
        let mac: String
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

    /// - Returns: Nil for anything but the one form of such a line.
    static func decode<Value: Codable>(_ type: Value.Type, _ line: Data) -> Value? {
        guard let value = try? JSONDecoder().decode(type, from: line), encode(value).dropLast() == line else {
            return nil
        }
        return value
    }
}
