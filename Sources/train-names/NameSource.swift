import Foundation

/// Draws names for the people of templates, of every frequency: rare names must be as findable as frequent ones.
struct NameSource {
    private let forenames: [String]
    private let forenameSums: [Double]
    private let surnames: [String]
    private let surnameSums: [Double]
    /// Names that are words as well: Grace, Will, May; Banks, Field, Day.
    private let wordForenames: [String]
    private let wordForenameSums: [Double]
    private let wordSurnames: [String]
    let lists: WordLists
    let origins: [Origin]

    /// Names as they are in use among people of one origin.
    struct Origin {
        let name: String
        let forenames: [String]
        let surnames: [String]
        /// Names that nothing is learned of: they show how well others are found.
        let keptForenames: [String]
        let keptSurnames: [String]

        /// One name in so many is kept.
        private static let keptEach = 10

        /// Reads `== Name`, `forenames: a, b` and `surnames: c, d`, one block after the other.
        static func read(_ file: URL) throws -> [Origin] {
            func names(_ line: Substring) -> [String] {
                line.split(separator: ":").dropFirst().joined().split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
            }
            func parted(_ names: [String]) -> (learned: [String], kept: [String]) {
                let places = names.indices
                return (
                    places.filter { $0 % keptEach != keptEach - 1 }.map { names[$0] },
                    places.filter { $0 % keptEach == keptEach - 1 }.map { names[$0] }
                )
            }
            return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "== ").dropFirst()
                .compactMap { block in
                    let lines = block.split(separator: "\n")
                    guard lines.count >= 3 else { return nil }
                    let (forenames, surnames) = (parted(names(lines[1])), parted(names(lines[2])))
                    return Origin(
                        name: String(lines[0]), forenames: forenames.learned, surnames: surnames.learned,
                        keptForenames: forenames.kept, keptSurnames: surnames.kept)
                }
        }
    }

    /// A person with all parts of a name.
    struct Person {
        let first: String
        let middle: String
        let last: String
        let nick: String
    }

    init(_ lists: WordLists, origins: [Origin]) {
        self.lists = lists
        self.origins = origins
        let common = lists.forenames.filter { $0.count >= 3 }
        forenames = common.map(\.name)
        // The square root of how many there are: half of all draws are names that few have.
        forenameSums = Self.sums(common.map { Double($0.count).squareRoot() })
        let words = common.filter { $0.count >= 100 && lists.words.contains($0.name.lowercased()) }
        wordForenames = words.map(\.name)
        wordForenameSums = Self.sums(words.map { Double($0.count).squareRoot() })
        wordSurnames = lists.surnames.prefix(4_000).filter { lists.words.contains($0.lowercased()) }
        let heads = lists.headSurnames.sorted { $0.key < $1.key }.map(\.key).filter { $0.count > 1 }
        surnames = lists.surnames + heads
        surnameSums = Self.sums(
            lists.surnames.indices.map { 1 / (Double($0) + 60).squareRoot() } + heads.map { _ in 0.05 })
    }

    private static func sums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }

    private static func draw(_ names: [String], _ sums: [Double], _ random: inout SeededRandom) -> String {
        let wanted = Double.random(in: 0..<(sums.last ?? 1), using: &random)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= wanted { low = middle + 1 } else { high = middle }
        }
        return names[low]
    }

    /// How often a name is drawn from those that are words: more than of all names, because they are the ones most often missed.
    private static let wordShare = 0.25

    func forename(_ random: inout SeededRandom) -> String {
        if random.chance(0.45), let origin = origins.randomElement(using: &random) {
            return origin.forenames.randomElement(using: &random) ?? "Jo"
        }
        if random.chance(Self.wordShare) { return Self.draw(wordForenames, wordForenameSums, &random) }
        let name = Self.draw(forenames, forenameSums, &random)
        return random.chance(0.03) ? name + "-" + Self.draw(forenames, forenameSums, &random) : name
    }

    func surname(_ random: inout SeededRandom) -> String {
        if random.chance(0.45), let origin = origins.randomElement(using: &random) {
            return origin.surnames.randomElement(using: &random) ?? "Kos"
        }
        if random.chance(Self.wordShare), let name = wordSurnames.randomElement(using: &random) {
            return name
        }
        let name = Self.draw(surnames, surnameSums, &random)
        return random.chance(0.06) ? name + "-" + Self.draw(surnames, surnameSums, &random) : name
    }

    func person(_ random: inout SeededRandom) -> Person {
        var (first, last) = (forename(&random), surname(&random))
        // Mostly both names are of one origin.
        if random.chance(0.55), let origin = origins.randomElement(using: &random) {
            (first, last) = (
                origin.forenames.randomElement(using: &random) ?? first,
                origin.surnames.randomElement(using: &random) ?? last
            )
        }
        let length = Int.random(in: 3...4, using: &random)
        var nick = String(first.prefix(length))
        if random.chance(0.5), first.count > 4 {
            nick += ["y", "ie", "s"].randomElement(using: &random) ?? "y"
        }
        return Person(first: first, middle: forename(&random), last: last, nick: nick)
    }

    func place(_ random: inout SeededRandom) -> String {
        lists.towns.randomElement(using: &random) ?? "Leeds"
    }

    func street(_ random: inout SeededRandom) -> String {
        let street = (lists.streets.randomElement(using: &random) ?? "Mill Lane").capitalized
        return random.chance(0.7) ? "\(Int.random(in: 1...180, using: &random)) \(street)" : street
    }

    func school(_ random: inout SeededRandom) -> String {
        let kinds = [
            "Primary School", "Academy", "High School", "Junior School", "Infant School", "College",
            "C of E Primary School", "School",
        ]
        let starts = [
            place(&random), "St \(forename(&random))'s", surname(&random), place(&random) + " Park",
        ]
        return (starts.randomElement(using: &random) ?? "Hill") + " "
            + (kinds.randomElement(using: &random) ?? "School")
    }

    func organisation(_ random: inout SeededRandom) -> String {
        let ends = [
            "Ltd", "Services", "& Sons", "Trust", "Coaches", "Catering", "Solicitors", "Group", "Foundation",
            "Council", "Plc",
        ]
        return (random.chance(0.5) ? surname(&random) : place(&random)) + " "
            + (ends.randomElement(using: &random) ?? "Ltd")
    }
}
