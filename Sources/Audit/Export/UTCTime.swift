public import Foundation

/// A moment in Coordinated Universal Time, as every export and report writes it.
///
/// By arithmetic and not by Foundation's formatters: a million entries have a million times, and no machine's zone or
/// language may change what a file says. Days are the proleptic Gregorian calendar's.
public struct UTCTime: Hashable, Sendable {
    static let dayMilliseconds: Int64 = 86_400_000

    /// Since 1970.
    let milliseconds: Int64

    public init(_ date: Date) { milliseconds = date.milliseconds }

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Days since 1 January 1970.
    var day: Int64 { Self.floored(milliseconds, by: Self.dayMilliseconds).quotient }

    /// `2026-11-24T14:05:09.120Z`.
    public var iso8601: String {
        let (day, rest) = Self.floored(milliseconds, by: Self.dayMilliseconds)
        let seconds = rest / 1_000
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, to: 2) }
        return "\(UTCDay(day).iso8601)T\(time.joined(separator: ":")).\(Self.padded(rest % 1_000, to: 3))Z"
    }

    static func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = (value % divisor + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    static func padded(_ value: Int64, to count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}

/// A day of the calendar.
struct UTCDay: Hashable, Comparable, Sendable {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    /// Days since 1 January 1970.
    let number: Int64

    init(_ number: Int64) { self.number = number }

    /// Source: the era arithmetic of the Gregorian calendar; an era has 146,097 days, and years begin in March.
    init(year: Int64, month: Int64, day: Int64) {
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = UTCTime.floored(shifted, by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    var parts: (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = UTCTime.floored(number + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The Monday of its week.
    var monday: UTCDay {
        // 1 January 1970 was a Thursday.
        UTCDay(number - UTCTime.floored(number + 3, by: 7).rest)
    }

    var firstOfMonth: UTCDay { UTCDay(year: parts.year, month: parts.month, day: 1) }

    var firstOfNextMonth: UTCDay {
        let (year, month, _) = parts
        return month == 12
            ? UTCDay(year: year + 1, month: 1, day: 1) : UTCDay(year: year, month: month + 1, day: 1)
    }

    var start: Int64 { number * UTCTime.dayMilliseconds }

    var iso8601: String {
        let (year, month, day) = parts
        return [UTCTime.padded(year, to: 4), UTCTime.padded(month, to: 2), UTCTime.padded(day, to: 2)]
            .joined(separator: "-")
    }

    private var monthName: String { Self.months[Int(parts.month) - 1] }

    /// `24 November 2026`.
    var words: String { "\(parts.day) \(monthName) \(parts.year)" }

    /// `24 Nov`.
    var shortWords: String { "\(parts.day) \(monthName.prefix(3))" }

    /// `Nov 26`.
    var shortMonth: String { "\(monthName.prefix(3)) \(UTCTime.padded(parts.year % 100, to: 2))" }

    static func < (one: UTCDay, other: UTCDay) -> Bool { one.number < other.number }
}

extension UTCTime {
    /// `24 November 2026, 2:05pm`.
    var words: String {
        let minutes = UTCTime.floored(milliseconds, by: Self.dayMilliseconds).rest / 60_000
        let hour = minutes / 60 % 12
        return
            "\(UTCDay(day).words), \(hour == 0 ? 12 : hour):\(Self.padded(minutes % 60, to: 2))\(minutes < 720 ? "am" : "pm")"
    }
}
