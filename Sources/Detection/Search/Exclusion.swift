/// A value that a rule must not report: the school's own switchboard, a help line.
///
/// Compared by letters and digits only, so that it is the same however it is grouped.
struct Exclusion: Sendable {
    private let bytes: [UInt8]

    init(_ value: String) {
        bytes = value.utf8.filter(Self.counts).map(\.asciiLowercased)
    }

    /// Whether there is anything to compare.
    var isEmpty: Bool { bytes.isEmpty }

    /// Whether what was found is this value, all of it.
    func covers(_ found: Span<UInt8>) -> Bool {
        var index = 0
        for place in found.indices where Self.counts(found[place]) {
            guard index < bytes.count, bytes[index] == found[place].asciiLowercased else { return false }
            index += 1
        }
        return index == bytes.count
    }

    private static func counts(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte >= 0x80 || byte == UInt8(ascii: "@")
    }
}
