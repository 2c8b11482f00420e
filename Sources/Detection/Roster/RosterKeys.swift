package import Crypto

/// What a roster's entries are hashed with: HMAC-SHA-256 under a key that stands in no roster file.
///
/// Source: RFC 2104 and FIPS 198-1 for HMAC; RFC 5869 for the keys that are derived.
public struct RosterKeys: Sendable {
    /// Bytes of the key that IT keeps.
    public static let byteCount = 32

    /// What an entry is about; part of what is hashed, so that a surname and a username are never the same entry.
    enum Domain: UInt8 {
        case name = 1, forenameInitial, surnameInitial, value, birthDate
    }

    /// Seals the file.
    package let seal: SymmetricKey
    /// Says whether a file was made with this key, and nothing else about it.
    package let checkValue: [UInt8]
    private let entry: SymmetricKey

    /// Derives what is needed from the key; nil if it does not have 32 bytes.
    public init?(_ key: [UInt8]) {
        guard key.count == Self.byteCount else { return nil }
        let key = SymmetricKey(data: key)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Array("cloakroom roster 1: \(purpose)".utf8), outputByteCount: 32
            )
        }
        seal = derived("seal")
        entry = derived("entries")
        var check = HMAC<SHA256>(key: derived("check"))
        check.update(data: Array("check".utf8))
        checkValue = Array(check.finalize().prefix(8))
    }

    /// The entry of something folded: the first eight bytes of its HMAC, as a number.
    ///
    /// Of a million entries and as many words, one in thirty million pairs of sets holds two that are the same.
    func entry(_ domain: Domain, _ key: UInt64) -> UInt64 {
        var hmac = HMAC<SHA256>(key: entry)
        var message: [UInt8] = [domain.rawValue]
        message.reserveCapacity(9)
        for shift in 0..<8 { message.append(UInt8(truncatingIfNeeded: key >> UInt64(8 * shift))) }
        hmac.update(data: message)
        return hmac.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// FNV-1a over 64 bits, as `NameTokenizer` hashes words.
enum FoldedKey {
    static func key(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static func key(of text: String) -> UInt64 { key(of: text.utf8) }

    /// The key of a value that stands in a text.
    static func key(ofValue range: Range<Int>, in text: Span<UInt8>, keepsSigns: Bool) -> UInt64 {
        var bytes: [UInt8] = []
        for place in range { bytes.append(text[place]) }
        return key(of: value(bytes, keepsSigns: keepsSigns))
    }

    /// A value as it is compared: in small letters, without anything but letters and digits unless signs belong to it.
    static func value(_ bytes: some Sequence<UInt8>, keepsSigns: Bool) -> [UInt8] {
        var out: [UInt8] = []
        for byte in bytes {
            if byte.isASCIILetterOrDigit {
                out.append(byte.isASCIILetter ? byte | 0x20 : byte)
            } else if keepsSigns, byte > 0x20 {
                out.append(byte)
            }
        }
        return out
    }
}
