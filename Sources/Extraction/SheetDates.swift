/// Which cells of an Excel file show a date, and which date.
///
/// Such a cell holds a number of days and a reference to a format. A date of birth would pass for a number.
/// Source: ECMA-376 part 1, 18.8.30 (formats) and 18.17.4.1 (days).
struct SheetDates {
    private var dateFormats: Set<Int> = Set(Array(14...17) + [22] + Array(27...31) + [36] + Array(50...58))
    /// Of each cell style by its number, whether it shows a date.
    private var styles: [Bool] = []
    /// Whether days count from 1904, as on old Macintoshes.
    private var isFrom1904 = false

    /// Takes what it needs of the parts `styles.xml` and `workbook.xml`.
    mutating func started(_ name: String, in parent: String?, _ attributes: [XMLAttribute]) {
        func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
        switch (name, parent) {
        case ("numFmt", _):
            guard let number = value("numFmtId").flatMap({ Int($0) }), let code = value("formatCode") else {
                return
            }
            if Self.showsDate(code) { dateFormats.insert(number) }
        case ("xf", "cellXfs"):
            styles.append(value("numFmtId").flatMap { Int($0) }.map(dateFormats.contains) ?? false)
        case ("workbookPr", _):
            isFrom1904 = ["1", "true"].contains(value("date1904"))
        default: break
        }
    }

    /// `31/01/2012`, if a cell of this style with this number shows a date.
    func date(_ number: [UInt8], style: Int) -> [UInt8]? {
        guard styles.indices.contains(style), styles[style],
            let days = Double(String(decoding: number, as: UTF8.self)), days >= 1, days < 2_958_466
        else { return nil }
        var day = Int(days)
        // Excel believes that there was a 29 February 1900.
        if isFrom1904 { day += 1_462 } else if day < 60 { day += 1 }
        let (year, month, dayOfMonth) = Self.calendarDay(daysSince1970: day - 25_569)
        return Self.digits(dayOfMonth, 2) + [0x2F] + Self.digits(month, 2) + [0x2F] + Self.digits(year, 4)
    }

    /// Whether a format has a day or year outside of quotation marks, brackets and escaped characters.
    private static func showsDate(_ code: String) -> Bool {
        var isQuoted = false
        var isBracketed = false
        var isEscaped = false
        for byte in code.utf8 {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case 0x5C: isEscaped = true
            case 0x22: isQuoted.toggle()
            case 0x5B where !isQuoted: isBracketed = true
            case 0x5D where !isQuoted: isBracketed = false
            case 0x44, 0x59, 0x64, 0x79: if !isQuoted, !isBracketed { return true }
            default: break
            }
        }
        return false
    }

    /// Source: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, `civil_from_days`.
    private static func calendarDay(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func digits(_ number: Int, _ count: Int) -> [UInt8] {
        let digits = Array(String(number).utf8)
        return [UInt8](repeating: 0x30, count: max(0, count - digits.count)) + digits
    }
}
