import TestSupport
import Testing

@testable import Audit

@Suite struct `Small numbers` {
    private typealias Case = (cells: [[Int]], columns: Bool, rows: Bool, masks: [String])

    private func words(_ masks: [[SmallNumbers.Mask]]) -> [String] {
        masks.map { String($0.map { $0 == .shown ? "." : $0 == .few ? "f" : "w" }) }
    }

    @Test func `are hidden, and what would give them away too`() {
        let cases: [Case] = [
            ([[0, 3, 9]], false, false, ["..."]),
            ([[1, 2, 3]], false, false, ["ff."]),
            // The column's sum would tell: the smallest of the others that can goes with it.
            ([[2], [50], [40]], true, false, ["f", ".", "w"]),
            ([[2], [3], [40]], true, false, ["f", ".", "w"]),
            ([[1], [2], [40]], true, false, ["f", "f", "."]),
            // Both can only be 1.
            ([[1], [1], [40]], true, false, ["f", "f", "w"]),
            // Nothing else to hide: what is nothing everywhere else stays.
            ([[2], [0]], true, false, ["f", "."]),
            // The row's sum, which stands in its last cell.
            ([[50, 2, 0, 52]], false, true, ["wf.."]),
            ([[1, 0, 1]], false, true, ["wwf"]),
            ([], true, true, []),
        ]
        for (cells, columns, rows, expected) in cases {
            let masks = SmallNumbers.masks(cells, hasColumnTotals: columns, hasRowTotals: rows)
            #expect(words(masks) == expected, "\(cells)")
        }
    }

    @Test func `are never the only hidden ones of a line that has others`() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<500 {
            let width = Int.random(in: 1...5, using: &random)
            let cells = (0..<Int.random(in: 1...8, using: &random)).map { _ -> [Int] in
                let row = (0..<width).map { _ in max(0, Int.random(in: -3...9, using: &random)) }
                return row + [row.reduce(0, +)]
            }
            let masks = SmallNumbers.masks(cells, hasColumnTotals: true, hasRowTotals: true)
            let rows = cells.indices.map { row in (0...width).map { (row, $0) } }
            let columns = (0...width).map { column in cells.indices.map { ($0, column) } }
            for (row, column) in rows.joined() where SmallNumbers.isSmall(cells[row][column]) {
                #expect(masks[row][column] != .shown)
            }
            for line in rows + columns {
                let hidden = line.filter { masks[$0.0][$0.1] != .shown }
                let others = line.count { masks[$0.0][$0.1] == .shown && cells[$0.0][$0.1] > 0 }
                #expect(hidden.count != 1 || others == 0, "\(cells)")
                let sum = hidden.reduce(0) { $0 + cells[$1.0][$1.1] }
                let areFew = !hidden.isEmpty && hidden.allSatisfy { masks[$0.0][$0.1] == .few }
                #expect(!areFew || others == 0 || (sum > hidden.count && sum < 2 * hidden.count), "\(cells)")
            }
        }
    }
}
