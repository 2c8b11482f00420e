public import Foundation

/// A sealed original on its way to whoever opens it, with what it belongs to: a file that needs no log beside it.
///
/// ```
/// cloakroom-sealed-original/1
/// log: school.example/gateway
/// exchange: CR-7F3K2Q9D
/// rules: 3b1f…
///
/// ```
///
/// Lines with a line feed each, the last one empty; then the bytes of `SealedOriginal`. The lines are proved by opening: with another
/// reference the original does not open.
public struct SealedParcel: Hashable, Sendable {
    static let form = "cloakroom-sealed-original/"
    private static let version = "1"
    private static let headByteCountMax = 2_048
    /// Of the file.
    public static let byteCountMax = SealedOriginal.byteCountMax + headByteCountMax

    public let context: SealingContext
    public let original: SealedOriginal

    public init(_ original: SealedOriginal, context: SealingContext) {
        self.original = original
        self.context = context
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `SealingError.tooLarge`, `.notSealed`, `.newerVersion`, `.malformed`.
    public init(bytes: Data) throws(SealingError) {
        guard bytes.count <= Self.byteCountMax else {
            throw .tooLarge(byteCountMax: SealedOriginal.textByteCountMax)
        }
        guard bytes.starts(with: Self.form.utf8) else { throw .notSealed }
        guard let end = bytes.prefix(Self.headByteCountMax).firstRange(of: Data("\n\n".utf8)),
            let head = String(validating: bytes[..<end.lowerBound], as: UTF8.self)
        else { throw .malformed }
        let lines = head.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines[0] == Self.form + Self.version else { throw .newerVersion }
        guard lines.count == 4, let origin = Self.field("log", lines[1]),
            let exchange = Self.field("exchange", lines[2]).flatMap({ ExchangeRef($0) }),
            let rules = Self.field("rules", lines[3])
        else { throw .malformed }
        context = SealingContext(origin: origin, exchange: exchange, rulesDigest: rules)
        original = try SealedOriginal(bytes: Data(bytes[end.upperBound...]))
    }

    private static func field(_ name: String, _ line: Substring) -> String? {
        line.hasPrefix(name + ": ") ? String(line.dropFirst(name.count + 2)) : nil
    }

    /// What is written to the file.
    public var bytes: Data {
        Data(
            """
            \(Self.form)\(Self.version)
            log: \(context.origin)
            exchange: \(context.exchange)
            rules: \(context.rulesDigest)


            """.utf8) + original.bytes
    }
}
