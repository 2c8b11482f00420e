import Foundation

/// Who can open the originals that are kept: one key at least, eight at most.
///
/// Kept in a text file, one key a line; empty lines and lines that begin with `#` count for nothing. There is no way to have
/// recipients without a key, so nothing can be sealed to nobody.
public struct Recipients: Hashable, Sendable {
    public static let countMax = 8
    private static let byteCountMax = 64 << 10

    public let keys: [RecipientKey]

    /// Reads a file.
    ///
    /// - Throws: Everything that is wrong, with line numbers.
    public init(path: String) throws(RecipientFaults) {
        let read: Data?
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            read = try file.read(upToCount: Self.byteCountMax + 1)
        } catch {
            throw RecipientFaults(path, [RecipientFault(line: 0, problem: .unreadable)])
        }
        let bytes = read ?? Data()
        guard bytes.count <= Self.byteCountMax else {
            throw RecipientFaults(path, [RecipientFault(line: 0, problem: .tooLarge)])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RecipientFaults(path, [RecipientFault(line: 0, problem: .notAKey)])
        }
        try self.init(text: text, path: path)
    }

    /// Reads a file's text.
    ///
    /// - Parameters:
    ///   - text: Lines end as on Linux or as on Windows.
    ///   - path: For what is said of it.
    /// - Throws: Everything that is wrong, with line numbers.
    public init(text: String, path: String = "-") throws(RecipientFaults) {
        var keys: [RecipientKey] = []
        var faults: [RecipientFault] = []
        let lines = text.trimmingPrefix("\u{FEFF}").split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            do throws(RecipientProblem) {
                let key = try RecipientKey(line: line)
                guard !keys.contains(where: { $0.id == key.id }) else { throw .twice }
                guard !keys.contains(where: { $0.name == key.name }) else { throw .sameName }
                guard keys.count < Self.countMax else { throw .tooMany }
                keys.append(key)
            } catch {
                faults.append(RecipientFault(line: index + 1, problem: error))
                // The rest of a private key, or of a file that is none of ours, would be as many faults as lines.
                if error == .privateKey || faults.count == Self.countMax { break }
            }
        }
        if keys.isEmpty, faults.isEmpty { faults.append(RecipientFault(line: 0, problem: .empty)) }
        guard faults.isEmpty else { throw RecipientFaults(path, faults) }
        self.keys = keys
    }

    /// - Returns: Nil for none, for more than eight, or where one stands twice.
    public init?(_ keys: [RecipientKey]) {
        guard (1...Self.countMax).contains(keys.count), Set(keys.map(\.id)).count == keys.count else {
            return nil
        }
        self.keys = keys
    }
}
