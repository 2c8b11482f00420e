/// A real calendar date in one of the ways people in the UK write it, from 1920 to 2035.
///
/// Day before month unless the year comes first (ISO 8601). The month may be a word; a two-digit year is
/// taken as it stands. Before 1920 nobody was born who is at school or works there; history lessons are full of such days. Six or eight digits without separators are read as DDMMYY and DDMMYYYY.
func isDate(_ found: Span<UInt8>) -> Bool {
    var reader = DateReader()
    for i in found.indices { reader.feed(found[i]) }
    return reader.finish()
}

private struct DateReader {
    /// The numbers read, in order.
    private var numbers = InlineArray<4, Int>(repeating: 0)
    private var digitCounts = InlineArray<4, Int>(repeating: 0)
    private var numberCount = 0
    private var month: Int?
    /// First three letters of the word being read, lower case, and its length.
    private var word: UInt32 = 0
    private var wordLength = 0
    private var isInNumber = false
    private var isOverlong = false

    mutating func feed(_ byte: UInt8) {
        if byte.isASCIIDigit {
            endWord()
            if !isInNumber { startNumber() }
            guard !isOverlong else { return }
            let value = numbers[numberCount - 1]
            numbers[numberCount - 1] = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
            digitCounts[numberCount - 1] += 1
        } else if byte.isASCIILetter {
            isInNumber = false
            if wordLength < 3 { word = word << 8 | UInt32(byte | 0x20) }
            wordLength += 1
        } else {
            isInNumber = false
            endWord()
        }
    }

    mutating func finish() -> Bool {
        endWord()
        guard !isOverlong else { return false }
        if let month {
            guard numberCount == 2 else { return false }
            // “5 July 2013” and “July 5th, 2013”; “2013 July 5” too.
            if digitCounts[0] == 4 { return isValid(day: numbers[1], month: month, year: 0) }
            return isValid(day: numbers[0], month: month, year: 1)
        }
        switch numberCount {
        case 3 where digitCounts[0] == 4: return isValid(day: numbers[2], month: numbers[1], year: 0)
        case 3: return isValid(day: numbers[0], month: numbers[1], year: 2)
        case 1: return isPacked()
        default: return false
        }
    }

    private mutating func startNumber() {
        guard numberCount < 4 else {
            isOverlong = true
            return
        }
        numberCount += 1
        isInNumber = true
    }

    private mutating func endWord() {
        defer {
            word = 0
            wordLength = 0
        }
        guard wordLength >= 3, month == nil else { return }
        let names = "janfebmaraprmayjunjulaugsepoctnovdec"
        var place = 0
        var code: UInt32 = 0
        for letter in names.utf8 {
            code = (code << 8 | UInt32(letter)) & 0xFF_FFFF
            place += 1
            if place % 3 == 0, code == word {
                month = place / 3
                return
            }
        }
    }

    private func isPacked() -> Bool {
        let value = numbers[0]
        switch digitCounts[0] {
        case 6:
            return isValid(day: value / 10_000, month: value / 100 % 100, yearValue: value % 100, digits: 2)
        case 8:
            return isValid(
                day: value / 1_000_000, month: value / 10_000 % 100, yearValue: value % 10_000, digits: 4)
        default: return false
        }
    }

    private func isValid(day: Int, month: Int, year place: Int) -> Bool {
        isValid(day: day, month: month, yearValue: numbers[place], digits: digitCounts[place])
    }

    private func isValid(day: Int, month: Int, yearValue: Int, digits: Int) -> Bool {
        switch digits {
        case 2: break
        case 4: guard (1920...2035).contains(yearValue) else { return false }
        default: return false
        }
        // Two digits may mean either century, so a 29 February is accepted when either has one.
        let isLeap = yearValue % 4 == 0 && (yearValue % 100 != 0 || yearValue % 400 == 0 || digits == 2)
        switch month {
        case 2: return (1...(isLeap ? 29 : 28)).contains(day)
        case 4, 6, 9, 11: return (1...30).contains(day)
        case 1...12: return (1...31).contains(day)
        default: return false
        }
    }
}
