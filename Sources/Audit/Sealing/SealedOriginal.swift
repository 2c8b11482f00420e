import Crypto
public import Foundation

/// A blocked prompt that only its recipients can read.
///
/// | bytes | |
/// |---|---|
/// | 8 | `CRSEAL1` and a line feed: form and version |
/// | 1 | what seals the text: 1 for AES-256-GCM |
/// | 1 | number of recipients, 1 to 8 |
/// | for each recipient: 1 | suite: 1 X-Wing with HKDF-SHA-256 and AES-256-GCM, 2 X25519 with HKDF-SHA-256 and ChaCha20-Poly1305 |
/// | 10 | the key's id |
/// | 1,120 or 32, by suite | HPKE's encapsulated key |
/// | 48 | the secret of 32 bytes, sealed by HPKE in base mode |
/// | after the last: 32 | commitment |
/// | 12 | nonce |
/// | as many as the text has, and 16 | the text, sealed, and its tag |
///
/// The header is everything before the commitment. The context is the log's name, the reference and the rules' digest, each with
/// its length in 4 bytes before it. HPKE's `info` is `cloakroom-evidence/1` and the log's name, each with its length, then the key's
/// id; what it authenticates is the context. From the secret come two keys by HKDF-SHA-256 without salt, with `info`
/// `cloakroom-evidence/1 header` and `cloakroom-evidence/1 text`. The commitment is HMAC-SHA-256 with the first over
/// header ‖ context. The second seals the text, with header ‖ commitment ‖ context as what is authenticated. Numbers are big-endian.
///
/// The commitment is there because AES-GCM is not committing: with two secrets, somebody who makes such bytes could show the DPO one
/// text and the deputy another. A new secret for each original, so a key never seals two.
///
/// Source: RFC 9180 (HPKE), RFC 5869 (HKDF), NIST SP 800-38D (GCM).
public struct SealedOriginal: Hashable, Sendable {
    /// Of a text, in bytes: the largest request that can be configured.
    public static let textByteCountMax = 64 << 20
    /// Of the sealed form; what is larger is not read.
    public static let byteCountMax = textByteCountMax + headerByteCountMax + overheadByteCount

    static let mark = Array("CRSEAL1\n".utf8)
    static let aesGCM: UInt8 = 1
    static let secretByteCount = 32
    static let commitmentByteCount = 32
    private static let wrappedByteCount = secretByteCount + 16
    private static let overheadByteCount = commitmentByteCount + 12 + 16
    private static let headerByteCountMax =
        mark.count + 2
        + Recipients.countMax
        * (1 + EvidenceKeyID.byteCount + SealingSuite.xwing.encapsulatedByteCount + wrappedByteCount)

    /// The secret, for one recipient.
    struct Wrapped: Hashable, Sendable {
        let suite: SealingSuite
        let id: EvidenceKeyID
        let encapsulated: Data
        let secret: Data
    }

    /// As it is kept.
    public let bytes: Data
    let wrapped: [Wrapped]
    private let headerByteCount: Int

    /// Who can open it.
    public var recipients: [EvidenceKeyID] { wrapped.map(\.id) }

    /// Seals a text.
    ///
    /// - Parameters:
    ///   - text: The request as it came.
    ///   - recipients: Who will be able to open it.
    ///   - context: What it belongs to.
    /// - Throws: `SealingError.tooLarge`, `.sealingFailed`.
    public init(
        sealing text: some DataProtocol,
        to recipients: Recipients,
        context: SealingContext
    ) throws(SealingError) {
        guard text.count <= Self.textByteCountMax else {
            throw .tooLarge(byteCountMax: Self.textByteCountMax)
        }
        let secret = OriginalSecret()
        do {
            wrapped = try recipients.keys.map { try Self.wrap(secret, for: $0, context) }
            let header = Self.header(wrapped)
            headerByteCount = header.count
            bytes = try secret.seal(text, header: header, context: context)
        } catch {
            throw .sealingFailed
        }
    }

    private static func wrap(
        _ secret: OriginalSecret,
        for key: RecipientKey,
        _ context: SealingContext
    ) throws -> Wrapped {
        var sender = try key.sender(info: context.info(for: key.id))
        return Wrapped(
            suite: key.suite, id: key.id, encapsulated: sender.encapsulatedKey,
            secret: try sender.seal(secret.bytes, authenticating: context.bytes))
    }

    private static func header(_ wrapped: [Wrapped]) -> Data {
        var header = Data(mark + [aesGCM, UInt8(wrapped.count)])
        for wrapped in wrapped {
            header.append(wrapped.suite.rawValue)
            header.append(contentsOf: wrapped.id.bytes)
            header.append(wrapped.encapsulated)
            header.append(wrapped.secret)
        }
        return header
    }

    /// Reads the header; the text stays sealed.
    ///
    /// - Throws: `SealingError.tooLarge`, `.notSealed`, `.newerVersion`, `.malformed`.
    public init(bytes: Data) throws(SealingError) {
        guard bytes.count <= Self.byteCountMax else { throw .tooLarge(byteCountMax: Self.textByteCountMax) }
        let start = bytes.prefix(Self.mark.count)
        guard start.elementsEqual(Self.mark) else {
            // Another digit in the place of the 1.
            let isOther = start.starts(with: Self.mark.prefix(6)) && start.last == Self.mark.last
            throw isOther ? .newerVersion : .notSealed
        }
        let head = bytes.dropFirst(Self.mark.count)
        guard head.first ?? Self.aesGCM == Self.aesGCM else { throw .newerVersion }
        do throws(EntryReader.Malformed) {
            wrapped = try Self.wrapped(in: head.dropFirst().prefix(Self.headerByteCountMax))
        } catch {
            throw .malformed
        }
        headerByteCount = Self.header(wrapped).count
        guard bytes.count >= headerByteCount + Self.overheadByteCount else { throw .malformed }
        self.bytes = bytes
    }

    private static func wrapped(in bytes: Data) throws(EntryReader.Malformed) -> [Wrapped] {
        var reader = EntryReader(bytes)
        let count = Int(try reader.byte())
        guard (1...Recipients.countMax).contains(count) else { throw EntryReader.Malformed() }
        var wrapped: [Wrapped] = []
        for _ in 0..<count {
            guard let suite = SealingSuite(rawValue: try reader.byte()) else { throw EntryReader.Malformed() }
            wrapped.append(
                Wrapped(
                    suite: suite, id: EvidenceKeyID(bytes: try reader.raw(EvidenceKeyID.byteCount)),
                    encapsulated: Data(try reader.raw(suite.encapsulatedByteCount)),
                    secret: Data(try reader.raw(wrappedByteCount))))
        }
        return wrapped
    }

    var header: Data { bytes.prefix(headerByteCount) }
    /// Commitment, nonce, sealed text and tag.
    var body: Data { bytes.dropFirst(headerByteCount) }
}
