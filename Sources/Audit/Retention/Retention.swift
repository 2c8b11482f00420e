public import Foundation

/// How long what is kept, in days.
public struct Retention: Hashable, Sendable {
    public enum Class: String, CaseIterable, Sendable {
        /// What entries say of exchanges that were sent.
        case allowed
        /// What entries say of blocked ones, and of their reviews.
        case blocked
        /// The redacted text of blocked prompts.
        case redacted
        /// Their sealed originals.
        case original
        /// What was written to reviews, reveals and holds.
        case note
    }

    /// Longest time that can be asked for.
    public static let dayCountMax = 3_650

    public private(set) var days: [Class: Int]

    /// Half a year for what was sent, a year for what was blocked, a term for its text, a month for originals.
    public static let preset = Retention(
        days: [.allowed: 183, .blocked: 365, .redacted: 92, .original: 31, .note: 365])

    private init(days: [Class: Int]) { self.days = days }

    /// Reads `allowed=183, original=31`; classes that are not named keep their preset.
    ///
    /// - Returns: Nil for other words, twice the same, or days that are not from 1 to 3,650.
    public init?(_ text: String) {
        self = .preset
        var named: Set<Class> = []
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, let name = Class(rawValue: sides[0]), let count = Int(sides[1]),
                (1...Self.dayCountMax).contains(count), named.insert(name).inserted
            else { return nil }
            days[name] = count
        }
    }

    /// No entry of before is kept, unless it is held: the keys of its tokens need not be either.
    public func entriesEnd(at now: Date) -> Date {
        min(cutoff(of: .allowed, at: now), cutoff(of: .blocked, at: now))
    }

    /// What was recorded before has had its time.
    func cutoff(of name: Class, at now: Date) -> Date {
        now.addingTimeInterval(-86_400 * Double(days[name] ?? Self.dayCountMax))
    }
}
