import CByteScan

/// Sixty-four bytes of a text, classified: each class is a number with one bit a byte, the first byte lowest.
///
/// The one pass over the bytes that triggers, canonical view and names share. Sixteen bytes are classified at once by
/// `CByteScan`; the last block of a text eight at once with ordinary 64-bit arithmetic, which takes four times as long.
/// Both read without a check for each byte, hence the unsafe code in this file. The bounds are checked before it.
@safe struct ByteBlock {
    /// How many bytes a block classifies.
    static let byteCount = 64

    /// ASCII letters and digits: what words are made of.
    private(set) var words: UInt64 = 0
    /// Small ASCII letters.
    private(set) var small: UInt64 = 0
    /// Spaces, U+0020 only; also what stands in for bytes beyond the end.
    private(set) var spaces: UInt64 = 0
    /// Commas, hyphens and full stops: most of the marks of prose.
    private var stops: UInt64 = 0
    /// Bytes of characters beyond ASCII.
    private(set) var beyondASCII: UInt64 = 0
    /// … of these all but the first of each character.
    private(set) var continuations: UInt64 = 0

    /// Everything that is neither.
    var marks: UInt64 { ~(words | spaces) }

    /// Commas, hyphens and full stops before a space, which part sentences and their parts and nothing else.
    @inline(__always)
    func quietMarks(_ next: ByteBlock) -> UInt64 { stops & (spaces >> 1 | next.spaces << 63) }

    /// How far the word goes that starts at an offset, at most to the end of the next block; 1 where none starts.
    @inline(__always)
    func wordByteCount(from offset: Int, _ next: ByteBlock) -> Int {
        // Shifted twice, because one shift by 64 gives nothing.
        let run = words >> UInt64(offset) | (next.words << 1) << UInt64(63 &- offset)
        return (~run).trailingZeroBitCount | (words >> UInt64(offset) & 1 == 1 ? 0 : 1)
    }

    /// Classifies the bytes from `start` on.
    ///
    /// Beyond the end of the text there are spaces.
    @inline(__always)
    init(of text: Span<UInt8>, from start: Int) {
        if start >= 0, start &+ Self.byteCount <= text.count {
            self.init(
                unsafe text.withUnsafeBufferPointer { bytes in
                    // Sixty-four bytes are there, so the text has a first one.
                    unsafe byte_scan_classes(bytes.baseAddress.unsafelyUnwrapped + start)
                })
        } else {
            self.init(endOf: text, from: start)
        }
    }

    @inline(__always)
    private init(_ classes: byte_classes) {
        (words, small, spaces) = (classes.words, classes.small, classes.spaces)
        (stops, beyondASCII, continuations) = (classes.stops, classes.beyond, classes.continuations)
    }

    @inline(never)
    private init(endOf text: Span<UInt8>, from start: Int) {
        for lane in 0..<8 { add(text.eightBytes(at: start &+ lane &* 8), lane) }
    }

    private mutating func add(_ eight: UInt64, _ lane: Int) {
        words |= EightBytes.gathered(EightBytes.wordBytes(in: eight)) << UInt64(lane &* 8)
        small |= EightBytes.gathered(EightBytes.smallLetters(in: eight)) << UInt64(lane &* 8)
        spaces |= EightBytes.gathered(EightBytes.bytes(equalTo: 0x20, in: eight)) << UInt64(lane &* 8)
        beyondASCII |= EightBytes.gathered(eight & EightBytes.high) << UInt64(lane &* 8)
        let continuations = eight & ~(eight << 1) & EightBytes.high
        self.continuations |= EightBytes.gathered(continuations) << UInt64(lane &* 8)
        for stop in UInt8(ascii: ",")...UInt8(ascii: ".") {
            stops |= EightBytes.gathered(EightBytes.bytes(equalTo: stop, in: eight)) << UInt64(lane &* 8)
        }
    }
}

extension Span<UInt8> {
    /// The first place from `start` on that holds a byte; the end of the text if none does.
    func firstPlace(of byte: UInt8, from start: Int) -> Int {
        guard start < count else { return count }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return 0 }
            return unsafe start &+ byte_scan_find(first + start, count &- start, byte)
        }
    }

    /// Eight bytes as one number, the first lowest; spaces beyond the end of the text.
    @inline(__always)
    func eightBytes(at start: Int) -> UInt64 {
        if UInt(bitPattern: start) &+ 8 <= UInt(bitPattern: count), start >= 0 {
            return UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        var eight: UInt64 = 0x2020_2020_2020_2020
        var offset = 0
        while offset < 8, start &+ offset < count {
            let shift = UInt64(offset &* 8)
            eight = eight & ~(0xFF << shift) | UInt64(self[start &+ offset]) << shift
            offset &+= 1
        }
        return eight
    }
}

extension Span<Int8> {
    /// Eight numbers at once; they must be there.
    @inline(__always)
    func eight(from start: Int) -> SIMD8<Int8> {
        precondition(start >= 0 && start &+ 8 <= count, "eight numbers are there")
        return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD8<Int8>.self)
    }
}

/// Questions about eight bytes at once; an answer has the highest bit of each byte that it is true for.
enum EightBytes {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let high: UInt64 = 0x8080_8080_8080_8080
    private static let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// ASCII letters and digits.
    @inline(__always)
    static func wordBytes(in eight: UInt64) -> UInt64 {
        let low = eight & low7
        let small = low | 0x2020_2020_2020_2020
        // Adding 0x80 − n carries into the highest bit from n on; no byte carries into the next.
        let letters = (small &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(small &+ 0x0505_0505_0505_0505)
        let digits = (low &+ 0x5050_5050_5050_5050) & ~(low &+ 0x4646_4646_4646_4646)
        return (letters | digits) & ~eight & high
    }

    /// Small ASCII letters.
    @inline(__always)
    static func smallLetters(in eight: UInt64) -> UInt64 {
        let low = eight & low7
        return (low &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(low &+ 0x0505_0505_0505_0505) & ~eight & high
    }

    @inline(__always)
    static func bytes(equalTo byte: UInt8, in eight: UInt64) -> UInt64 {
        let difference = eight ^ (ones &* UInt64(byte))
        return ~(((difference & low7) &+ low7) | difference | low7)
    }

    /// The eight answers as the lowest eight bits, the first byte's lowest.
    @inline(__always)
    static func gathered(_ answer: UInt64) -> UInt64 {
        ((answer >> 7) &* 0x0102_0408_1020_4080) >> 56
    }
}

extension [UInt8] {
    /// Appends a part of a text, all at once.
    mutating func append(_ part: Range<Int>, of text: Span<UInt8>) {
        let part = text.extracting(part)
        unsafe part.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
