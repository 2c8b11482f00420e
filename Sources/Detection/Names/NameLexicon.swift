/// What is known of words: how usual they are as forename, surname, English word, and what else they are.
///
/// A table of 32-bit hashes: of words that are in no list, one in ten thousand is taken for another one.
package struct NameLexicon: Sendable {
    /// What is known of one word.
    package struct Entry: Hashable, Sendable {
        package var bits: UInt16 = 0

        package init(bits: UInt16 = 0) { self.bits = bits }

        /// From 0, no forename on record, to 3, one of the usual ones.
        package var forename: Int { Int(bits & 3) }
        /// The same for surnames.
        package var surname: Int { Int(bits >> 2 & 3) }
        /// From 0, no word of the dictionary, to 3, one of the most frequent words.
        package var word: Int { Int(bits >> 4 & 3) }

        /// What the word says about the text around it: 1 and 2 that it teaches, 3 that it is about somebody, 0 nothing.
        package var tone: Int { Int(bits >> 14) }

        package func has(_ flag: Flag) -> Bool { bits & flag.rawValue != 0 }

        /// Everything but the tone.
        package var kind: UInt16 { bits & 0x3FFF }

        /// Forename, surname and word at once, coarsely: what most questions are about.
        package var rough: UInt64 { UInt64(bits & 0x3F) }
    }

    /// What else a word can be.
    package enum Flag: UInt16, Sendable {
        case place = 0x40
        case title = 0x80
        case organisation = 0x100
        case role = 0x200
        case calendar = 0x400
        /// Frequent, and never part of a name in the texts that the tagger learned from.
        case never = 0x800
        case street = 0x1000
        /// Between parts of a name: `van`, `de`, `bin`.
        case particle = 0x2000
    }

    private let hashes: [UInt32]
    private let entries: [UInt16]

    /// - Parameter words: By key what is known of a word; a word without anything known is left out.
    package init(_ words: [UInt64: Entry]) {
        var bitCount = 4
        while 1 << bitCount < words.count * 4 / 3 + 1 { bitCount += 1 }
        var hashes = [UInt32](repeating: 0, count: 1 << bitCount)
        var entries = [UInt16](repeating: 0, count: 1 << bitCount)
        for (key, entry) in words.sorted(by: { $0.key < $1.key }) where entry.bits != 0 {
            let hash = Self.hash(key)
            var slot = Self.slot(key, hashes.count)
            while entries[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (hashes.count - 1) }
            (hashes[slot], entries[slot]) = (hash, entry.bits)
        }
        (self.hashes, self.entries) = (hashes, entries)
    }

    /// - Returns: Nil if the two lists do not fit together.
    package init?(hashes: [UInt32], entries: [UInt16]) {
        guard hashes.count == entries.count, hashes.count.nonzeroBitCount == 1, entries.contains(0) else {
            return nil
        }
        (self.hashes, self.entries) = (hashes, entries)
    }

    package var table: (hashes: [UInt32], entries: [UInt16]) { (hashes, entries) }

    package subscript(key: UInt64) -> Entry {
        let hash = Self.hash(key)
        var slot = Self.slot(key, hashes.count)
        while entries[slot] != 0 {
            if hashes[slot] == hash { return Entry(bits: entries[slot]) }
            slot = (slot + 1) & (hashes.count - 1)
        }
        return Entry()
    }

    private static func hash(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

    private static func slot(_ key: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: KeyHash.hash(key) >> 40) & (count - 1)
    }
}
