import Crypto

/// How the key of an original is wrapped for one recipient: HPKE with one of these suites.
///
/// Each recipient's key says which, so an old key goes on working when a newer kind becomes the default.
///
/// Source: RFC 9180; draft-connolly-cfrg-xwing-kem-06.
public enum SealingSuite: UInt8, CaseIterable, Sendable {
    /// ML-KEM-768 with X25519: whoever stores what is sealed today cannot open it with a quantum computer later.
    case xwing = 1
    /// X25519 alone, for keys of before there was another.
    case x25519 = 2

    /// Its name in the text form of keys.
    public var label: String {
        switch self {
        case .xwing: "xwing"
        case .x25519: "x25519"
        }
    }

    public init?(label: String) {
        guard let suite = Self.allCases.first(where: { $0.label == label }) else { return nil }
        self = suite
    }

    var publicKeyByteCount: Int {
        switch self {
        case .xwing: 1_216
        case .x25519: 32
        }
    }

    var encapsulatedByteCount: Int {
        switch self {
        case .xwing: 1_120
        case .x25519: 32
        }
    }

    var ciphersuite: HPKE.Ciphersuite {
        switch self {
        case .xwing: .XWingMLKEM768X25519_SHA256_AES_GCM_256
        case .x25519: .Curve25519_SHA256_ChachaPoly
        }
    }
}
