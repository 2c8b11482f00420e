import Foundation

/// Reads what a command was pointed at.
enum InputFile {
    static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw fail(
                "\(path) cannot be read.", hint: "Check that it exists and who may read it.", Exit.badInput)
        }
        return Array(bytes)
    }
}

/// Where lines start, to say line and column of a byte.
struct LineIndex {
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// Line and column from 1; the column counts bytes.
    func place(of offset: Int) -> (line: Int, column: Int) {
        let line = starts.lastIndex { $0 <= offset } ?? 0
        return (line + 1, offset - starts[line] + 1)
    }
}
