import Foundation

/// The lists of names, words and places below `lists` in the data folder.
struct WordLists {
    /// With how many were born.
    let forenames: [(name: String, count: Int)]
    /// The most frequent first.
    let surnames: [String]
    let headSurnames: [String: Int]
    let headForenames: Set<String>
    let words: Set<String>
    let placeWords: Set<String>
    let towns: [String]
    let streets: [String]
    let schools: [String]
    /// Words that are names too, by how frequent they are.
    let frequentNames: [String: Int]

    init(folder: URL) throws {
        func rows(_ name: String) throws -> [[String]] {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
                .dropFirst()
                .map { $0.components(separatedBy: "\t") }
        }
        forenames = try rows("uk_forenames.tsv").compactMap { row in
            row.count > 1 ? Int(row[1]).map { (row[0].capitalized, $0) } : nil
        }
        surnames = try rows("us_surnames.tsv").map { $0[0] }
        headSurnames = Dictionary(
            try rows("gias_HeadLastName.tsv").compactMap { row in
                Int(row[0]).map { (row.count > 1 ? row[1] : "", $0) }
            },
            uniquingKeysWith: +)
        headForenames = Set(try rows("gias_HeadFirstName.tsv").compactMap { $0.count > 1 ? $0[1] : nil })
        var words: Set<String> = []
        for line in try String(contentsOf: folder.appending(path: "scowl_2of12id.txt"), encoding: .utf8)
            .split(separator: "\n")
        {
            for word in line.split(whereSeparator: { !$0.isLetter && $0 != "'" })
            where word.count > 1 || "aAiI".contains(word) {
                words.insert(word.lowercased())
            }
        }
        for line in try String(contentsOf: folder.appending(path: "scowl_2of4brif.txt"), encoding: .utf8)
            .split(separator: "\n")
        where line.first?.isLowercase == true {
            words.insert(String(line))
        }
        self.words = words
        var placeWords: Set<String> = []
        let towns = try String(contentsOf: folder.appending(path: "uk_towns.txt"), encoding: .utf8).split(
            separator: "\n"
        )
        .map { String($0.split(separator: "/")[0]).trimmingCharacters(in: .whitespaces) }
        self.towns = towns
        for line in try String(contentsOf: folder.appending(path: "british_places.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
        {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count >= 3,
                ["City", "Town", "Village", "\"Suburban Area\""].contains(cells[cells.count - 2])
            else { continue }
            for word in cells[0].split(whereSeparator: { !$0.isLetter && $0 != "'" }) {
                placeWords.insert(word.lowercased())
            }
        }
        for line in try String(contentsOf: folder.appending(path: "world_cities.csv"), encoding: .utf8).split(
            separator: "\n"
        ).dropFirst() {
            let cells = line.split(separator: ",")
            for cell in cells.prefix(3) {
                for word in cell.split(whereSeparator: { !$0.isLetter && $0 != "'" }) where word.count > 2 {
                    placeWords.insert(word.lowercased())
                }
            }
        }
        self.placeWords = placeWords
        streets = try rows("gias_streets.tsv").map { $0.last ?? "" }.filter { $0.count > 4 }
        schools = try rows("uk_school_name_suffixes.tsv").map { $0.last ?? "" }.filter { !$0.isEmpty }
        frequentNames = Dictionary(
            try rows("names_that_are_words.tsv").compactMap { row in
                row.count > 4 ? Int(row[4]).map { (row[0], $0) } : nil
            },
            uniquingKeysWith: min)
    }
}
