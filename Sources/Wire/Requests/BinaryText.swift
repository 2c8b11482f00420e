/// Pictures, sound and other files that stand in a text field as base64.
///
/// Nothing in them can be inspected. Base64 of a text is another matter: the scanner reads it.
enum BinaryText {
    /// Shorter ones are keys, hashes and the like, which the rules know.
    private static let byteCountMin = 1_024
    /// So many characters from the start are decoded to see whether they are text.
    private static let probeByteCount = 256

    /// A file's bytes use nearly all 64 characters in so many; words and patterns do not.
    private static let distinctCountMin = 36

    /// Whether the text is a file rather than something to read.
    static func holds(_ text: [UInt8]) -> Bool {
        guard text.count >= byteCountMin else { return false }
        var rest = text[...]
        if rest.starts(with: "data:".utf8) {
            guard let comma = rest.prefix(128).firstIndex(of: .comma) else { return false }
            rest = rest[(comma + 1)...]
        }
        guard rest.count >= byteCountMin, rest.allSatisfy({ value(of: $0) != nil }) else { return false }
        let probe = rest.prefix(probeByteCount)
        return Set(probe).count >= distinctCountMin && !isReadable(decoded(probe))
    }

    /// The six bits of a base64 character of either alphabet; padding and line ends count as 0.
    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        case UInt8(ascii: "="), .lf, .cr: 0
        default: nil
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in text where byte != .lf && byte != .cr {
            guard let value = value(of: byte) else { continue }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        return bytes
    }

    /// Whether nearly all of it is printable.
    private static func isReadable(_ bytes: [UInt8]) -> Bool {
        let odd = bytes.count { $0 < 0x20 && $0 != .lf && $0 != .cr && $0 != .tab || $0 == 0x7F }
        let high = bytes.count { $0 >= 0x80 }
        return odd * 20 < bytes.count && high * 2 < bytes.count
    }
}
