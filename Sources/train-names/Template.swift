import Foundation

/// A text with places for names: `{first1}` and the like, which a source of names fills.
struct Template {
    private enum Part {
        case text(String)
        case person(form: String, number: Int)
        case place, street, school, organisation
    }

    private let parts: [Part]

    /// Whether it has a place for a person.
    var namesSomebody: Bool {
        parts.contains { if case .person = $0 { true } else { false } }
    }

    /// Every template of the files in a folder.
    static func read(_ folder: URL) throws -> [Template] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
                .map {
                    Template(String($0))
                }
        }
    }

    init(_ line: String) {
        var parts: [Part] = []
        var rest = line.replacing("\\n", with: "\n").replacing("\\t", with: "\t")[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.text(String(rest[..<open])))
            let name = String(rest[rest.index(after: open)..<close])
            let form = name.prefix { $0.isLetter }
            switch form {
            case "town": parts.append(.place)
            case "street": parts.append(.street)
            case "school": parts.append(.school)
            case "org": parts.append(.organisation)
            default: parts.append(.person(form: String(form), number: Int(name.drop { $0.isLetter }) ?? 0))
            }
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
    }

    /// The text with names in it.
    func filled(from source: NameSource, _ random: inout SeededRandom) -> AnnotatedText {
        var text: [UInt8] = []
        var spans: [AnnotatedText.Span] = []
        var people: [Int: NameSource.Person] = [:]
        func append(_ value: String, _ kind: AnnotatedText.Kind?) {
            let start = text.count
            text += Array(value.utf8)
            if let kind { spans.append(.init(bytes: start..<text.count, kind: kind)) }
        }
        for part in parts {
            switch part {
            case .text(let plain): append(plain, nil)
            case .place: append(source.place(&random), .place)
            case .street: append(source.street(&random), .place)
            case .school: append(source.school(&random), .organisation)
            case .organisation: append(source.organisation(&random), .organisation)
            case .person(let form, let number):
                let person = people[number] ?? source.person(&random)
                people[number] = person
                append(Self.written(person, form, &random), .person)
            }
        }
        return AnnotatedText(text: text, spans: spans)
    }

    private static func written(_ person: NameSource.Person, _ form: String, _ random: inout SeededRandom)
        -> String
    {
        let (first, last) = (person.first, person.last)
        switch form {
        case "first": return first
        case "last": return last
        case "full": return "\(first) \(last)"
        case "lastfirst": return random.chance(0.2) ? "\(last.uppercased()), \(first)" : "\(last), \(first)"
        case "initlast": return "\(first.prefix(1))\(random.chance(0.5) ? "." : "") \(last)"
        case "firstinit": return "\(first) \(last.prefix(1))"
        case "initials":
            return random.chance(0.3)
                ? "\(first.prefix(1)).\(last.prefix(1))." : "\(first.prefix(1))\(last.prefix(1))"
        case "middle": return "\(first) \(person.middle) \(last)"
        default: return person.nick
        }
    }
}
