import Foundation

/// A file of cells, as schools' systems export them.
///
/// Source: RFC 4180, and what Arbor, SIMS, Bromcom and Excel write besides: marks of byte order, UTF-16, Windows-1252,
/// semicolons or tabs in the place of commas, line breaks inside quotation marks, a lone CR at the end of lines.
struct CSVReader {
    /// One row of the file.
    struct Row: Equatable {
        /// From 1, counting rows, not lines: a cell may hold line breaks.
        let number: Int
        let cells: [String]

        var isEmpty: Bool { cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
    }

    /// Larger files are refused, in bytes: a hundred thousand people with forty columns have a third of it.
    static let byteCountMax = 256 << 20

    /// What a file says, cut into rows; empty rows are left out.
    ///
    /// - Throws: `RosterError.sourceTooLarge`, `.unclosedQuote`.
    static func rows(of bytes: Data, path: String) throws(RosterError) -> [Row] {
        guard bytes.count <= byteCountMax else {
            throw .sourceTooLarge(path: path, byteCountMax: byteCountMax)
        }
        let text = Array(decoded(bytes).utf8)
        return try rows(of: text, separator: separator(of: text), path: path)
    }

    /// The text of a file in any of the encodings that such files are in.
    ///
    /// Windows-1252 for what is no UTF-8: it is what Excel in Britain writes, and any byte means something in it but five, which
    /// become U+FFFD.
    static func decoded(_ bytes: Data) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return String(decoding: bytes.dropFirst(3), as: UTF8.self)
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isLittle: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isLittle: false) }
        return String(validating: bytes, as: UTF8.self) ?? windows1252(bytes)
    }

    private static func utf16(_ bytes: Data, isLittle: Bool) -> String {
        let bytes = Array(bytes)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isLittle ? first | second << 8 : first << 8 | second
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func windows1252(_ bytes: Data) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let code = (0x80..<0xA0).contains(byte) ? high[Int(byte) - 0x80] : UInt32(byte)
            text.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
        return String(text)
    }

    /// What 0x80 to 0x9F are in Windows-1252.
    private static let high: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152,
        0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122,
        0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// Whatever stands most often in the first row, outside quotation marks.
    static func separator(of text: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == quote { isQuoted.toggle() }
            if !isQuoted, byte == 0x0A || byte == 0x0D { break }
            if !isQuoted, separators.contains(byte) { counts[byte, default: 0] += 1 }
        }
        return separators.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? separators[0]
    }

    private static let quote = UInt8(ascii: "\"")
    private static let separators = [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), UInt8(ascii: ",")]

    private static func rows(of text: [UInt8], separator: UInt8, path: String) throws(RosterError) -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var number = 1
        var place = 0
        func close() -> String {
            String(decoding: cell, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        while place < text.count {
            let byte = text[place]
            place += 1
            if byte == quote, cell.allSatisfy({ $0 == 0x20 }) {
                cell.removeAll(keepingCapacity: true)
                guard let end = quoted(text, from: place, into: &cell) else {
                    throw .unclosedQuote(path: path, row: number)
                }
                place = end
            } else if byte == separator {
                cells.append(close())
                cell.removeAll(keepingCapacity: true)
            } else if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, place < text.count, text[place] == 0x0A { place += 1 }
                cells.append(close())
                cell.removeAll(keepingCapacity: true)
                rows.append(Row(number: number, cells: cells))
                cells.removeAll(keepingCapacity: true)
                number += 1
            } else {
                cell.append(byte)
            }
        }
        if !cell.isEmpty || !cells.isEmpty {
            cells.append(close())
            rows.append(Row(number: number, cells: cells))
        }
        return rows.filter { !$0.isEmpty }
    }

    /// Reads up to the quotation mark that closes, and gives the place behind it; nil if none does.
    private static func quoted(_ text: [UInt8], from start: Int, into cell: inout [UInt8]) -> Int? {
        var place = start
        while place < text.count {
            if text[place] == quote {
                guard place + 1 < text.count, text[place + 1] == quote else { return place + 1 }
                cell.append(quote)
                place += 2
            } else {
                cell.append(text[place])
                place += 1
            }
        }
        return nil
    }
}
