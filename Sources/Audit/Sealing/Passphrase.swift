import Foundation

/// What a private key is sealed under; never shown.
public struct Passphrase: Sendable, CustomStringConvertible {
    /// Least characters that nobody guesses.
    public static let countMin = 12
    private static let byteCountMax = 1_024
    private static let variousMin = 6
    /// Taken out before characters are counted: what everybody tries first.
    private static let common = [
        "passphrase", "password", "cloakroom", "evidence", "qwertyuiop", "qwerty", "asdfghjkl", "letmein",
        "welcome", "school", "changeme", "secret", "admin", "12345",
    ]

    private let text: String

    /// The passphrase on the first line of a text; also one that no key would be made with.
    ///
    /// Accents count as the same however a keyboard composes them.
    ///
    /// - Throws: `SealingError.noPassphrase`.
    public init(firstLineOf text: String) throws(SealingError) {
        let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first ?? ""
        self.text = line.precomposedStringWithCanonicalMapping
        guard !self.text.isEmpty, self.text.utf8.count <= Self.byteCountMax else { throw .noPassphrase }
    }

    public var description: String { "(a passphrase)" }

    var bytes: [UInt8] { Array(text.utf8) }

    public func isSame(as other: Passphrase) -> Bool { text == other.text }

    /// Refuses what a program guesses at once.
    ///
    /// - Parameter name: The key's, which everybody knows.
    /// - Throws: `SealingError.passphraseTooShort`, `.passphraseTooCommon`.
    public func check(name: String) throws(SealingError) {
        var rest = text.lowercased()
        for word in Self.common + [name.lowercased()] where word.count > 2 {
            rest = rest.replacing(word, with: "")
        }
        let characters = Array(rest)
        guard characters.count >= Self.countMin else { throw .passphraseTooShort(count: characters.count) }
        guard Set(characters).count >= Self.variousMin, !Self.isRow(rest), !Self.isRepeated(characters) else {
            throw .passphraseTooCommon
        }
    }

    /// Half its characters or more follow the one before them: 123456, abcdef, aaaa.
    private static func isRow(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(scalars, scalars.dropFirst()).filter { abs($0 - $1) < 2 }
        return steps.count * 2 >= scalars.count
    }

    private static func isRepeated(_ characters: [Character]) -> Bool {
        (1...characters.count / 2).contains { period in
            characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] }
        }
    }
}
