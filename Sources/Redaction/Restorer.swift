public import Wire

/// Brings values back into an answer that arrives in pieces, cut anywhere.
///
/// Each channel (choice and field) is a text of its own. Only a tail that may still become one of this
/// exchange's placeholders is held back; everything else passes at once.
public struct Restorer: ~Copyable, Sendable {
    private let vault: Vault
    /// Placeholder texts in order, to see by binary search whether a tail can still become one.
    private let sorted: [[UInt8]]
    private var heldBack: [AnswerChannel: [UInt8]] = [:]
    /// How many placeholders were restored so far.
    public private(set) var restoredCount = 0

    init(vault: consuming Vault) {
        sorted = vault.values.keys.sorted { $0.lexicographicallyPrecedes($1) }
        self.vault = vault
    }

    /// Takes the next piece of a channel's text and returns what can be shown now.
    public mutating func feed(_ piece: [UInt8], on channel: AnswerChannel) -> [UInt8] {
        guard !sorted.isEmpty else { return piece }
        var shown: [UInt8] = []
        shown.reserveCapacity(piece.count)
        let text = (heldBack.removeValue(forKey: channel) ?? []) + piece
        var at = 0
        while let open = text[at...].firstIndex(of: UInt8(ascii: "[")) {
            shown += text[at..<open]
            var end = open + 1
            while end < text.count, Placeholder.canHold(text[end]), end - open < Placeholder.byteCountMax {
                end += 1
            }
            if end == text.count {
                guard !canBecomePlaceholder(text[open...]) else {
                    heldBack[channel] = Array(text[open...])
                    return shown
                }
                at = end
                shown += text[open...]
            } else if text[end] == UInt8(ascii: "]"), let value = vault.values[Array(text[open...end])] {
                shown += value
                restoredCount += 1
                at = end + 1
            } else {
                shown += text[open..<end]
                at = end
            }
        }
        return shown + text[at...]
    }

    /// Ends a channel and returns what was held back: it turned out not to be a placeholder.
    public mutating func finish(_ channel: AnswerChannel) -> [UInt8] {
        heldBack.removeValue(forKey: channel) ?? []
    }

    /// The channels that still hold text back, in no order.
    public var openChannels: [AnswerChannel] { Array(heldBack.keys) }

    /// Brings values back into a text that is there as a whole.
    public mutating func restore(_ text: [UInt8], on channel: AnswerChannel) -> [UInt8] {
        feed(text, on: channel) + finish(channel)
    }

    private func canBecomePlaceholder(_ tail: ArraySlice<UInt8>) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].lexicographicallyPrecedes(tail) { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low].starts(with: tail)
    }
}
