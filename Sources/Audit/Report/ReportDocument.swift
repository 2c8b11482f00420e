/// A report before it is written as a page or as tables.
struct ReportDocument: Sendable {
    struct Section: Sendable {
        let title: String
        let blocks: [Block]
    }

    enum Block: Sendable {
        case paragraph(String)
        case figures([Figure])
        case chart(TrendChart)
        case table(ReportTable)
        /// Smaller: how to read what stands before it.
        case note(String)
    }

    /// One number and what it means.
    struct Figure: Sendable {
        let value: String
        let label: String
        let meaning: String
    }

    let title: String
    let period: String
    let introduction: String
    let sections: [Section]
    /// Where the numbers come from.
    let source: String

    var tables: [ReportTable] {
        sections.flatMap(\.blocks).compactMap { if case .table(let table) = $0 { table } else { nil } }
    }
}

/// One table of a report.
struct ReportTable: Sendable {
    enum Cell: Hashable, Sendable {
        case text(String)
        case number(Int)
        /// Not told, and why.
        case hidden(String)

        static func number(_ value: Int64) -> Cell { .number(Int(value)) }
    }

    struct Column: Sendable {
        let title: String
        var isNumber = true
    }

    /// Of its file: lower case and hyphens.
    let name: String
    let caption: String
    let columns: [Column]
    let rows: [[Cell]]
    /// What to say where there are no rows.
    let whenEmpty: String

    init(
        _ name: String, _ caption: String, texts: [String], numbers: [String] = [], rows: [[Cell]],
        whenEmpty: String = "None."
    ) {
        self.name = name
        self.caption = caption
        columns = texts.map { Column(title: $0, isNumber: false) } + numbers.map { Column(title: $0) }
        self.rows = rows
        self.whenEmpty = whenEmpty
    }

    var csv: [UInt8] {
        let header = CSVRow.bytes(columns.map { .text($0.title) })
        return rows.reduce(into: header) { bytes, row in
            bytes += CSVRow.bytes(
                row.map { cell in
                    switch cell {
                    case .text(let text), .hidden(let text): .text(text)
                    case .number(let number): .number(Int64(number))
                    }
                })
        }
    }
}
