/// Hides numbers that could point at somebody.
///
/// “One prompt about a sensitive matter at Oak Primary” may be enough for a governor to know who wrote it. Counts of 1 and 2 are
/// told as “fewer than 3”. Where a total would still give one away, because it is the only one of its line or because all of
/// them can only be 1 or only be 2, a larger count of that line is withheld too.
enum SmallNumbers {
    enum Mask: Sendable {
        case shown
        /// 1 or 2.
        case few
        /// Nothing is told of it.
        case withheld
    }

    /// From here on numbers are shown.
    static let shownMin = 3

    static func isSmall(_ value: Int) -> Bool { value > 0 && value < shownMin }

    /// What to tell of each cell.
    ///
    /// - Parameters:
    ///   - cells: Rows of counts, all as long.
    ///   - hasColumnTotals: Whether the sum of each column is known.
    ///   - hasRowTotals: Whether the last cell of each row is the sum of those before it.
    /// - Returns: The masks of the cells.
    static func masks(_ cells: [[Int]], hasColumnTotals: Bool, hasRowTotals: Bool) -> [[Mask]] {
        var masks = cells.map { row -> [Mask] in
            // Of a row that is small as a whole, only that is told: its parts would add up.
            guard hasRowTotals, let total = row.last, isSmall(total) else {
                return row.map { isSmall($0) ? .few : .shown }
            }
            return row.dropLast().map { _ in .withheld } + [.few]
        }
        let columnCount = cells.first?.count ?? 0
        let rows = hasRowTotals ? cells.indices.map { row in (0..<columnCount).map { (row, $0) } } : []
        let columns =
            hasColumnTotals ? (0..<columnCount).map { column in cells.indices.map { ($0, column) } } : []
        var isDone = false
        // Each round withholds one more cell at least, so it ends.
        while !isDone {
            isDone = true
            for line in rows + columns {
                let hidden = line.filter { masks[$0.0][$0.1] != .shown }
                guard isTelling(hidden.map { (cells[$0.0][$0.1], masks[$0.0][$0.1]) }) else { continue }
                let others = line.filter { masks[$0.0][$0.1] == .shown && cells[$0.0][$0.1] > 0 }
                // 3 could only be 3, when what is withheld is known not to be small.
                let order = { (place: (Int, Int)) in
                    (cells[place.0][place.1] > shownMin ? 0 : 1, cells[place.0][place.1])
                }
                guard let (row, column) = others.min(by: { order($0) < order($1) }) else { continue }
                masks[row][column] = .withheld
                isDone = false
            }
        }
        return masks
    }

    /// Whether somebody who knows the sum of the hidden counts of a line knows one of them.
    private static func isTelling(_ hidden: [(value: Int, mask: Mask)]) -> Bool {
        if hidden.count < 2 { return hidden.count == 1 }
        let sum = hidden.reduce(0) { $0 + $1.value }
        return hidden.allSatisfy { $0.mask == .few } && (sum == hidden.count || sum == 2 * hidden.count)
    }

    /// The cell as it is told.
    static func cell(_ value: Int, _ mask: Mask) -> ReportTable.Cell {
        switch mask {
        case .shown: .number(value)
        case .few: .hidden("fewer than \(shownMin)")
        case .withheld: .hidden("not shown")
        }
    }
}
