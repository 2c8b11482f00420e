import Detection
import Redaction
import Wire

/// What staff read when a prompt was blocked.
///
/// It is the whole user interface of most clients.
struct BlockMessage {
    /// Which rules found something where, without what.
    let found: [ErrorBody.Detail.FoundRule]
    let text: String

    init(_ findings: [PlacedFinding], rules: CompiledRules, _ prompt: APIRequest) {
        let blocking = findings.filter { $0.verdict == .block }
        found = Self.grouped(blocking)
        let things = Self.things(blocking, rules: rules, prompt)
        let advice = Self.advice(blocking, rules: rules)
        text = "Blocked by Cloakroom. \(things) Nothing was sent to the AI service. \(advice)"
    }

    private static func grouped(_ findings: [PlacedFinding]) -> [ErrorBody.Detail.FoundRule] {
        var counts: [[String]: Int] = [:]
        for finding in findings { counts[[finding.place, finding.finding.rule.rawValue], default: 0] += 1 }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            ErrorBody.Detail.FoundRule(rule: $0.key[1], place: $0.key[0], count: $0.value)
        }
    }

    /// What was found where, as in “Found in your last message: password, telephone number (2)”.
    private static func things(
        _ findings: [PlacedFinding],
        rules: CompiledRules,
        _ prompt: APIRequest
    ) -> String {
        var byPlace: [(place: String, titles: [String])] = []
        for finding in findings {
            let place = spoken(finding.place, of: prompt)
            let title =
                finding.table.map(Self.title)
                ?? rules.rule(finding.finding.rule)?.title ?? finding.finding.entity.rawValue
            if let index = byPlace.firstIndex(where: { $0.place == place }) {
                byPlace[index].titles.append(title)
            } else {
                byPlace.append((place, [title]))
            }
        }
        return byPlace.map { "Found in \($0.place): \(counted($0.titles))." }.joined(separator: " ")
    }

    private static func title(of table: RecordTable) -> String {
        "a list of \(table.rowCount) people"
    }

    /// “column 2” or “columns 2, 3 and 5”.
    private static func spoken(columns: [Int]) -> String {
        guard let last = columns.last, columns.count > 1 else { return "column \(columns.first ?? 1)" }
        return "columns \(columns.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
    }

    private static func counted(_ titles: [String]) -> String {
        var counts: [(title: String, count: Int)] = []
        for title in titles {
            if let index = counts.firstIndex(where: { $0.title == title }) {
                counts[index].count += 1
            } else {
                counts.append((title, 1))
            }
        }
        return counts.map { $0.count == 1 ? $0.title : "\($0.title) (\($0.count))" }.joined(separator: ", ")
    }

    /// `messages[2].content` in words.
    private static func spoken(_ place: String, of prompt: APIRequest) -> String {
        let conversation = prompt.surface.conversation
        guard prompt.surface.isRewritable else { return "your text" }
        guard place != conversation else { return "your last message" }
        guard place.hasPrefix(conversation + "["),
            let index = Int(place.dropFirst(conversation.count + 1).prefix { $0 != "]" })
        else { return "what your client program sends along (\(place))" }
        let count = prompt.messageCount
        return index == count - 1 ? "your last message" : "message \(index + 1) of this conversation"
    }

    private static func advice(_ findings: [PlacedFinding], rules: CompiledRules) -> String {
        let entities = Set(findings.map(\.finding.entity))
        let sensitivities = Set(findings.compactMap { rules.rule($0.finding.rule)?.sensitivity })
        var advice: [String] = []
        if sensitivities.contains(.safeguarding) {
            advice.append(
                "If a child may be at risk, record it in your safeguarding system and tell the DSL now; do not use AI."
            )
        }
        if entities.contains(.secret) {
            advice.append("Take the password or key out, and change it if it was real.")
        }
        if entities.contains(.sensitive) { advice.append("Ask without saying who it is about.") }
        let tables = findings.compactMap(\.table)
        if let table = tables.first {
            let says = table.columns.count == 1 ? "says" : "say"
            let what =
                table.columns.isEmpty
                ? "the names and numbers, which say" : "\(spoken(columns: table.columns)), which \(says)"
            advice.append("Leave out \(what) who is meant, and try again.")
        }
        if findings.contains(where: { $0.finding.entity == .confidential && $0.table == nil }) {
            advice.append("Do not paste confidential material.")
        }
        if advice.isEmpty { advice.append("Take it out and try again.") }
        return advice.joined(separator: " ")
    }
}
