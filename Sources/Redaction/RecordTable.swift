import Detection

/// Rows about people, pasted from a spreadsheet, a register or an export.
///
/// One identifier can be replaced; a list of people stays a list of people, whatever is replaced in it. So it is
/// recognised as a whole: lines with the same number of the same separator, in each of which something points at a person,
/// or lines that each hold a name and a number of that person.
public struct RecordTable: Hashable, Sendable {
    /// From the first row about a person to the last one, in bytes.
    public let bytes: Range<Int>
    /// How many rows hold something that points at a person.
    public let rowCount: Int
    /// The columns, from 1, that hold it: without them the rest could be sent.
    ///
    /// None where the lines have no columns.
    public let columns: [Int]

    /// The first table of at least so many rows in a text; nil if there is none.
    ///
    /// `findings` are those of the text, in order.
    static func first(in text: [UInt8], _ findings: [Finding], rowCountMin: Int) -> RecordTable? {
        let persons = findings.filter { $0.entity.pointsAtPerson }
        guard persons.count >= rowCountMin else { return nil }
        for separator in Separator.allCases {
            var search = TableSearch(separator: separator, rowCountMin: rowCountMin)
            if let table = search.run(text, persons) { return table }
        }
        return list(in: text, persons, rowCountMin: rowCountMin)
    }

    /// Lines that each hold somebody's name and a number of theirs, whatever stands between: a list that was typed or
    /// came without its columns.
    private static func list(in text: [UInt8], _ persons: [Finding], rowCountMin: Int) -> RecordTable? {
        var persons = persons[...]
        var list: (bytes: Range<Int>, rowCount: Int)?
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            while let first = persons.first, first.bytes.lowerBound < start { persons.removeFirst() }
            let found = persons.prefix { $0.bytes.lowerBound < end }
            let isRow =
                end - start <= rowByteCountMax && found.contains { $0.entity.isPerson }
                && found.contains { $0.entity.isRecordNumber }
            if isRow {
                list = ((list?.bytes.lowerBound ?? start)..<end, (list?.rowCount ?? 0) + 1)
            } else if !text[start..<end].allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
                if let list, list.rowCount >= rowCountMin { break }
                list = nil
            }
            start = end + 1
        }
        guard let list, list.rowCount >= rowCountMin else { return nil }
        return RecordTable(bytes: list.bytes, rowCount: list.rowCount, columns: [])
    }

    /// Longer lines are paragraphs, in bytes.
    private static let rowByteCountMax = 160

    /// What parts the cells of a row.
    fileprivate enum Separator: CaseIterable {
        case tab, bar, semicolon, comma
        /// A hyphen or dash with spaces around it.
        case dash

        /// Fewer in a line are no row: prose has commas too.
        var countMin: Int {
            switch self {
            case .tab, .bar, .semicolon: 2
            case .comma: 3
            case .dash: 2
            }
        }

        /// Whether one stands at a place of a text.
        func stands(in text: [UInt8], at place: Int) -> Bool {
            switch self {
            case .tab: text[place] == 0x09
            case .bar: text[place] == UInt8(ascii: "|")
            case .semicolon: text[place] == UInt8(ascii: ";")
            case .comma: text[place] == UInt8(ascii: ",")
            case .dash:
                text[place] == 0x20
                    && (text[place...].starts(with: " - ".utf8) || text[place...].starts(with: " – ".utf8))
            }
        }
    }
}

extension EntityType {
    /// Whether records are kept by it: what a register or an export has beside each name.
    fileprivate var isRecordNumber: Bool {
        switch self {
        case .upn, .uln, .uci, .trn, .nhsNumber, .nino, .passport, .candidateNumber, .admissionNumber,
            .dateOfBirth:
            true
        default: false
        }
    }
}

/// Looks for rows with one sort of separator, line by line.
private struct TableSearch {
    let separator: RecordTable.Separator
    let rowCountMin: Int
    /// How many separators the lines of the table have that is being looked at.
    private var separatorCount = 0
    private var bytes = 0..<0
    private var rowCount = 0
    private var columns: Set<Int> = []

    init(separator: RecordTable.Separator, rowCountMin: Int) {
        self.separator = separator
        self.rowCountMin = rowCountMin
    }

    mutating func run(_ text: [UInt8], _ persons: [Finding]) -> RecordTable? {
        var persons = persons[...]
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let places = (start..<end).filter { separator.stands(in: text, at: $0) }
            while let first = persons.first, first.bytes.lowerBound < start { persons.removeFirst() }
            let found = persons.prefix { $0.bytes.lowerBound < end }
            if let table = take(start..<end, separators: places, found) { return table }
            start = end + 1
        }
        return table
    }

    /// Takes the next line; gives the table that ended before it, if there was one.
    private mutating func take(
        _ line: Range<Int>,
        separators: [Int],
        _ found: ArraySlice<Finding>
    ) -> RecordTable? {
        // A cell with a separator of its own, or without its last one, is still a cell.
        let continues = separatorCount > 0 && abs(separators.count - separatorCount) <= 1
        if !continues {
            if let table { return table }
            (rowCount, columns, bytes) = (0, [], 0..<0)
            separatorCount = separators.count >= separator.countMin ? separators.count : 0
        }
        guard separatorCount > 0, !found.isEmpty else { return nil }
        bytes = rowCount == 0 ? line : bytes.lowerBound..<line.upperBound
        rowCount += 1
        for finding in found {
            columns.insert(separators.count { $0 < finding.bytes.lowerBound } + 1)
        }
        return nil
    }

    private var table: RecordTable? {
        rowCount >= rowCountMin
            ? RecordTable(bytes: bytes, rowCount: rowCount, columns: columns.sorted()) : nil
    }
}
