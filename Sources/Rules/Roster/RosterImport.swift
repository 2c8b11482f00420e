public import Detection
import Foundation

/// What was read from schools' exports: everybody in them, and which rows say nothing that can be used.
public struct RosterImport: Sendable {
    /// One export and whose it is.
    public struct Source: Sendable {
        public let path: String
        public let role: RosterPerson.Role

        public init(path: String, role: RosterPerson.Role) {
            (self.path, self.role) = (path, role)
        }
    }

    /// What one file came to.
    public struct FileReport: Sendable {
        public let source: Source
        public let rowCount: Int
        public let columns: RosterColumns
        /// The first rows as they were understood, for a person at a terminal who asks for them.
        public let preview: [String]
    }

    /// A row that was left out.
    ///
    /// The row itself stays in the export, where it can be looked up: a second file with people's data in it would be one more
    /// to guard and to delete.
    public struct Reject: Hashable, Sendable {
        public let path: String
        public let row: Int
        public let reason: Reason
    }

    /// Why a row was left out.
    public enum Reason: String, Hashable, Sendable {
        case ragged = "It has more or fewer cells than there are columns."
        case noName = "It names nobody."
        case noSurname = "It has no surname."
        case nameTooLong = "A name is longer than 100 characters."
    }

    public private(set) var people: [RosterPerson] = []
    public private(set) var files: [FileReport] = []
    public private(set) var rejects: [Reject] = []
    private var seen: Set<[String]> = []

    private static let previewCount = 3
    fileprivate static let nameCharacterCountMax = 100

    /// Reads every file.
    ///
    /// - Parameters:
    ///   - sources: The exports, and whose they are.
    ///   - mapping: By a column's name what it holds, for columns that are not known by their names.
    /// - Throws: The first file's error that cannot be read at all.
    public init(_ sources: [Source], mapping: [String: RosterField] = [:]) throws(RosterError) {
        for source in sources { try read(source, mapping) }
        guard !people.isEmpty else { throw .nobody }
    }

    public var counts: [RosterPerson.Role: Int] {
        people.reduce(into: [:]) { $0[$1.role, default: 0] += 1 }
    }

    private mutating func read(_ source: Source, _ mapping: [String: RosterField]) throws(RosterError) {
        guard let bytes = FileManager.default.contents(atPath: source.path) else {
            throw .sourceUnreadable(path: source.path)
        }
        var rows = try CSVReader.rows(of: bytes, path: source.path)[...]
        guard let header = rows.popFirst() else { throw .noHeader(path: source.path) }
        let columns = try RosterColumns(
            header: header.cells, mapping: mapping, role: source.role, path: source.path)
        var preview: [String] = []
        for row in rows {
            guard row.cells.count == header.cells.count else {
                rejects.append(Reject(path: source.path, row: row.number, reason: .ragged))
                continue
            }
            let cells = RosterCells(row.cells, columns)
            switch cells.person(source.role) {
            case .success(let person):
                add(person)
                if preview.count < Self.previewCount { preview.append(cells.shown) }
            case .failure(let reason):
                rejects.append(Reject(path: source.path, row: row.number, reason: reason))
            }
            for contact in cells.contacts() { add(contact) }
        }
        files.append(FileReport(source: source, rowCount: rows.count, columns: columns, preview: preview))
    }

    /// Adds somebody, once: parents stand in the rows of each of their children.
    private mutating func add(_ person: RosterPerson) {
        let identity =
            [person.role.name, person.birthDate.map(String.init) ?? ""]
            + (person.forenames + ["|"] + person.surnames).map { $0.lowercased() }
            + person.values.map { $0.text.lowercased() }
        if seen.insert(identity).inserted { people.append(person) }
    }

    /// The rows that were left out, as a file of cells.
    public var rejectsFile: String {
        "file,row,reason\n"
            + rejects.map {
                "\"\($0.path.replacing("\"", with: "\"\""))\",\($0.row),\"\($0.reason.rawValue)\"\n"
            }.joined()
    }
}

extension RosterImport.Reason: Error {}

/// The cells of one row, by what they hold.
private struct RosterCells {
    private let cells: [(column: RosterColumns.Column, text: String)]

    init(_ row: [String], _ columns: RosterColumns) {
        cells = columns.used.map { ($0, row[$0.index]) }.filter { !$0.1.isEmpty }
    }

    private func texts(_ fields: RosterField..., contact: Int = 0) -> [String] {
        fields.flatMap { field in
            cells.filter { $0.column.field == field && $0.column.contact == contact }.map(\.text)
        }
    }

    /// As it was understood.
    var shown: String { cells.map { "\($0.column.field.rawValue)=\($0.text)" }.joined(separator: " ") }

    func person(_ role: RosterPerson.Role) -> Result<RosterPerson, RosterImport.Reason> {
        var forenames = texts(.forename, .preferredForename)
        var middleNames = texts(.middleNames)
        var surnames = texts(.surname, .preferredSurname)
        if let full = texts(.fullName).first {
            let name = FullName(full)
            if forenames.isEmpty { forenames = name.forenames }
            if middleNames.isEmpty, forenames == name.forenames { middleNames = name.middleNames }
            if surnames.isEmpty { surnames = name.surnames }
        }
        guard !forenames.isEmpty || !surnames.isEmpty else { return .failure(.noName) }
        guard !surnames.isEmpty else { return .failure(.noSurname) }
        guard
            (forenames + middleNames + surnames).allSatisfy({ $0.count <= RosterImport.nameCharacterCountMax }
            )
        else {
            return .failure(.nameTooLong)
        }
        let values = cells.compactMap { cell in
            cell.column.field.valueKind.map { RosterPerson.Value(kind: $0, text: cell.text) }
        }
        return .success(
            RosterPerson(
                role: role, forenames: forenames.unique, middleNames: middleNames, surnames: surnames.unique,
                values: values, birthDate: texts(.dateOfBirth).first.flatMap(BirthDate.number)))
    }

    /// The parents in a pupil's row.
    func contacts() -> [RosterPerson] {
        Set(cells.map(\.column).filter(\.field.isContact).map(\.contact)).sorted().compactMap { contact in
            var forenames = texts(.contactForename, contact: contact)
            var surnames = texts(.contactSurname, contact: contact)
            var middleNames: [String] = []
            if let full = texts(.contactName, contact: contact).first {
                let name = FullName(full)
                if forenames.isEmpty { (forenames, middleNames) = (name.forenames, name.middleNames) }
                if surnames.isEmpty { surnames = name.surnames }
            }
            guard !surnames.isEmpty else { return nil }
            let emails = texts(.contactEmail, contact: contact).map {
                RosterPerson.Value(kind: .email, text: $0)
            }
            return RosterPerson(
                role: .parent, forenames: forenames, middleNames: middleNames, surnames: surnames,
                values: emails)
        }
    }
}

/// A name in one cell.
private struct FullName {
    private(set) var forenames: [String] = []
    private(set) var middleNames: [String] = []
    private(set) var surnames: [String] = []

    private static let titles: Set<String> = ["mr", "mrs", "miss", "ms", "mx", "dr", "prof", "rev", "sir"]

    /// `Surname, Forename Middle`, or `Mrs Forename Middle Surname`.
    init(_ text: String) {
        let sides = text.split(separator: ",", maxSplits: 1).map { Self.words(String($0)) }
        if sides.count == 2, !sides[0].isEmpty {
            surnames = [sides[0].joined(separator: " ")]
            forenames = sides[1].first.map { [$0] } ?? []
            middleNames = Array(sides[1].dropFirst())
            return
        }
        let words = Self.words(text)
        guard let last = words.last else { return }
        surnames = [last]
        if words.count > 1 { forenames = [words[0]] }
        // `Mac Giolla Bhríde`: whatever stands between may be a middle name or part of the surname.
        middleNames = Array(words.dropFirst().dropLast())
        if words.count > 2 { surnames.append(words.dropFirst().joined(separator: " ")) }
    }

    private static func words(_ text: String) -> [String] {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let first = words.first, titles.contains(first.lowercased().filter { $0 != "." }) {
            words.removeFirst()
        }
        return Array(words)
    }
}

/// Birth dates as exports write them.
enum BirthDate {
    /// 20140903 for 3 September 2014; nil for what is no date.
    static func number(_ text: String) -> Int? {
        let day = text.split(whereSeparator: { $0 == " " || $0 == "T" }).first.map(String.init) ?? text
        let parts = (day.contains(where: { "/-.".contains($0) }) ? day : text)
            .split(whereSeparator: { "/-. ".contains($0) }).map(String.init)
        guard parts.count >= 3, let first = Int(parts[0]), let last = Int(parts[2]),
            let month = Int(parts[1]) ?? month(parts[1])
        else { return nil }
        let (year, date) = parts[0].count == 4 ? (first, last) : (last, first)
        let full = year < 30 ? year + 2_000 : year < 100 ? year + 1_900 : year
        guard (1_900...2_100).contains(full), (1...12).contains(month), (1...31).contains(date) else {
            return nil
        }
        return full * 10_000 + month * 100 + date
    }

    private static func month(_ text: String) -> Int? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return months.firstIndex(of: String(text.lowercased().prefix(3))).map { $0 + 1 }
    }
}

extension [String] {
    /// Each once, in order.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0.lowercased()).inserted }
    }
}

extension RosterImport {
    /// The roster of everybody who was read.
    ///
    /// - Throws: `RosterError.tooManyPeople`.
    public func roster(keys: RosterKeys) throws(RosterError) -> Roster {
        var builder = RosterBuilder(keys: keys)
        for person in people where !builder.add(person) {
            throw .tooManyPeople(countMax: Roster.personCountMax)
        }
        return builder.build()
    }

    /// How many rows were left out for each reason.
    public var rejectCounts: [(reason: String, count: Int)] {
        Dictionary(grouping: rejects, by: \.reason.rawValue).map { ($0.key, $0.value.count) }.sorted {
            $0.0 < $1.0
        }
    }

    /// Writes down which rows were left out, for the owner of the file only.
    ///
    /// - Throws: `RosterError.fileUnwritable`.
    public func writeRejects(to path: String) throws(RosterError) {
        guard PrivateFile.replace(path, with: Data(rejectsFile.utf8)) else {
            throw .fileUnwritable(path: path)
        }
    }
}
