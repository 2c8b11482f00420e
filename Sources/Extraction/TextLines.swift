/// Text that grows line by line, with lines inside of lines: a text box in a paragraph, a paragraph in a table's cell.
///
/// What is beside the text (field codes, alternative texts of pictures) comes on lines of its own behind the line in
/// which it stood, so that it tears no word apart. A line with tracked changes comes twice: as it is and as it was.
struct TextLines {
    private struct Line {
        let isRow: Bool
        var now: [UInt8] = []
        /// Nil as long as nothing was inserted or deleted.
        var before: [UInt8]?
        var aside: [UInt8] = []
        /// Of a row: the column of the cell that is open or comes next, and tabs written.
        var column = 0
        var tabCount = 0
        /// Of a row: where the text of its open cell begins.
        var cellStart = 0
    }

    /// Which of a line's two readings a text belongs to.
    enum Change { case none, inserted, deleted }

    private(set) var text: [UInt8] = []
    private var lines: [Line] = []
    private let byteCountMax: Int
    /// Whether there was more than may come out; nothing is added from then on.
    private(set) var isFull = false
    /// Wider gaps between cells are shortened: an empty column is no information, and a sheet has 16,384.
    private static let gapMax = 64

    init(byteCountMax: Int) { self.byteCountMax = byteCountMax }

    var isInLine: Bool { !lines.isEmpty }
    private var isInRow: Bool { lines.last?.isRow ?? false }

    mutating func open(isRow: Bool) { lines.append(Line(isRow: isRow)) }

    /// Ends the innermost line and gives it to the row that it stands in, or to the text.
    mutating func close() {
        guard var line = lines.popLast() else { return }
        while line.now.last == 0x0A { line.now.removeLast() }
        if line.isRow {
            Self.trim(&line.now)
            if var before = line.before {
                Self.trim(&before)
                line.before = before
            }
        }
        if isInRow, !line.isRow {
            merge(line)
        } else {
            emit(line.now)
            if let before = line.before, before != line.now { emit(before) }
            emitAside(line.aside)
        }
    }

    /// Ends the innermost line without adding it to the text.
    ///
    /// - Returns: What it says; what stood beside it goes to the text.
    mutating func take() -> [UInt8] {
        guard let line = lines.popLast() else { return [] }
        emitAside(line.aside)
        return line.now
    }

    mutating func append(_ bytes: Span<UInt8>, _ change: Change = .none) {
        guard !lines.isEmpty, hasRoom(for: bytes.count) else { return }
        let last = lines.count - 1
        if change != .none, lines[last].before == nil { lines[last].before = lines[last].now }
        for index in bytes.indices {
            if change != .deleted { lines[last].now.append(bytes[index]) }
            if change != .inserted { lines[last].before?.append(bytes[index]) }
        }
    }

    mutating func append(_ bytes: [UInt8], _ change: Change = .none) { append(bytes.span, change) }

    /// A line break inside a line; in a row, where lines are records, a space.
    mutating func breakLine() { append([isInRow || lines.contains { $0.isRow } ? 0x20 : 0x0A]) }

    /// Adds to what stands beside the innermost line.
    mutating func appendAside(_ bytes: Span<UInt8>) {
        guard hasRoom(for: bytes.count) else { return }
        if lines.isEmpty {
            for index in bytes.indices { text.append(bytes[index]) }
        } else {
            for index in bytes.indices { lines[lines.count - 1].aside.append(bytes[index]) }
        }
    }

    mutating func appendAside(_ text: String) { appendAside(Array(text.utf8).span) }

    /// Ends a line of what stands beside.
    mutating func breakAside() {
        let end = lines.last?.aside ?? text
        if let last = end.last, last != 0x0A { appendAside([0x0A].span) }
    }

    /// Begins a cell of the innermost line, if that is a row.
    ///
    /// - Parameter column: From 0; nil for the next one.
    mutating func openCell(column: Int?) {
        guard isInRow else { return }
        let last = lines.count - 1
        let target = column ?? lines[last].column
        let gap = target - lines[last].tabCount
        let tabs = gap > Self.gapMax || gap < 0 ? 1 : gap
        append([UInt8](repeating: 0x09, count: tabs))
        lines[last].tabCount = max(target, lines[last].tabCount)
        lines[last].column = lines[last].tabCount
        lines[last].cellStart = lines[last].now.count
    }

    /// Ends a cell that is as wide as `columnCount`.
    mutating func closeCell(columnCount: Int = 1) {
        guard isInRow else { return }
        lines[lines.count - 1].column += columnCount
    }

    private mutating func merge(_ line: Line) {
        let last = lines.count - 1
        guard hasRoom(for: line.now.count + (line.before?.count ?? 0)) else { return }
        if lines[last].now.count > lines[last].cellStart, !line.now.isEmpty { append([0x20]) }
        if line.before != nil, lines[last].before == nil { lines[last].before = lines[last].now }
        lines[last].now += line.now
        lines[last].before? += line.before ?? line.now
        lines[last].aside += line.aside
    }

    private mutating func emit(_ line: [UInt8]) {
        guard !line.isEmpty, hasRoom(for: line.count + 1) else { return }
        text += line
        text.append(0x0A)
    }

    private mutating func emitAside(_ aside: [UInt8]) {
        guard !aside.isEmpty else { return }
        emit(aside.last == 0x0A ? aside.dropLast() : aside)
    }

    private mutating func hasRoom(for count: Int) -> Bool {
        let open = lines.last.map { $0.now.count + $0.aside.count } ?? 0
        if text.count + open + count > byteCountMax { isFull = true }
        return !isFull
    }

    private static func trim(_ row: inout [UInt8]) {
        while row.last == 0x09 || row.last == 0x20 { row.removeLast() }
    }
}
