// MARK: - Who used it, and what was found

extension ReportComposer {
    private static let topCount = 15
    /// Columns that have room on A4.
    private static let columnCountMax = 6

    /// By profile, endpoint and reason, and what became of answers.
    var uses: Section {
        let profiles = figures.byProfile.keys.sorted().map { name -> [Cell] in
            let verdicts = figures.byProfile[name] ?? .init()
            return [.text(name)] + (verdicts.counts + [verdicts.all]).map { .number($0) }
        }
        let answers = figures.answers
        let unanswered = figures.unanswered.sorted { $0.key.rawValue < $1.key.rawValue }
        return Section(
            title: "Who used what",
            blocks: [
                .table(
                    ReportTable(
                        "profiles", "Prompts by profile", texts: ["Profile"],
                        numbers: Self.verdictNames + ["All"],
                        rows: profiles)),
                .table(
                    ReportTable(
                        "endpoints", "Prompts forwarded, by AI service", texts: ["AI service"],
                        numbers: ["Prompts"],
                        rows: ranked(figures.byEndpoint))),
                .table(
                    ReportTable(
                        "reasons", "Prompts refused for another reason than what was found",
                        texts: ["Reason"],
                        numbers: ["Prompts"], rows: ranked(figures.byReason))),
                .table(
                    ReportTable(
                        "unanswered", "Prompts forwarded that had no whole answer", texts: ["What happened"],
                        numbers: ["Prompts"],
                        rows: unanswered.map { [.text($0.key.rawValue.capitalizedFirst), .number($0.value)] })
                ),
                .table(
                    ReportTable(
                        "answers", "Placeholders and data in answers", texts: ["In answers"],
                        numbers: ["Count"],
                        rows: [
                            [.text("Placeholders that got their values back"), .number(answers.restored)],
                            [
                                .text("Placeholders left alone, in links and the like"),
                                .number(answers.withheld),
                            ],
                            [.text("Placeholders that the AI service made up"), .number(answers.invented)],
                            [
                                .text("Personal data that the AI service added, taken out"),
                                .number(answers.removed),
                            ],
                        ])),
            ])
    }

    private func ranked(_ counts: [String: Int]) -> [[Cell]] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { [.text($0.key), .number($0.value)] }
    }

    /// By kind of data, by school and kind, and by rule.
    var findings: Section {
        let entities = figures.byEntity.sorted { ($1.value.prompts, $0.key) < ($0.value.prompts, $1.key) }
        let kinds = entities.map { entity, found -> [Cell] in
            [
                .text(ReportWords.entity(entity)), small(found.prompts),
                // The rest of a small number is small as well.
                SmallNumbers.isSmall(found.prompts) ? small(found.prompts) : small(found.blockedPrompts),
            ] + (audience == .board ? [] : [.number(found.findings)])
        }
        var blocks: [ReportDocument.Block] = [
            .paragraph(
                "What kinds of data prompts held. Replaced data did not leave; blocked prompts did not leave at all."
            ),
            .table(
                ReportTable(
                    "kinds", "Prompts by kind of data", texts: ["Kind of data"],
                    numbers: ["Prompts", "Of these blocked"] + (audience == .board ? [] : ["Findings"]),
                    rows: kinds)),
        ]
        if figures.bySchool.count > 1 { blocks.append(.table(schoolsByKind)) }
        if audience == .board, !entities.isEmpty {
            blocks.append(.note("Small counts are hidden here too, for the same reason."))
        }
        blocks.append(.table(topRules))
        blocks.append(
            .note(
                """
                A rule is one description of what to look for. Reviewed and mistaken count the prompts in which it found \
                something and that the data protection officer has judged: a rule that is often mistaken needs work.
                """))
        return Section(title: "What was found", blocks: blocks)
    }

    private func small(_ value: Int) -> Cell {
        SmallNumbers.cell(value, audience == .board && SmallNumbers.isSmall(value) ? .few : .shown)
    }

    /// The kinds that were blocked most come first: those are what governors ask about.
    private var schoolsByKind: ReportTable {
        let frequent = figures.byEntity.sorted { ($1.value.prompts, $0.key) < ($0.value.prompts, $1.key) }
        let blocked = frequent.filter { $0.value.blockedPrompts > 0 }
            .sorted { ($1.value.blockedPrompts, $0.key) < ($0.value.blockedPrompts, $1.key) }
            .prefix(Self.columnCountMax / 2)
        let rest = frequent.filter { entity in !blocked.contains { $0.key == entity.key } }
        let columns = (blocked + rest.prefix(Self.columnCountMax - blocked.count)).map(\.key)
        let names = figures.bySchool.keys.sorted()
        let cells = names.map { name in columns.map { figures.entitiesBySchool[name]?[$0] ?? 0 } }
        return ReportTable(
            "schools-kinds", "Prompts by school, for the kinds of data that were blocked or found most",
            texts: ["School"], numbers: columns.map(ReportWords.entity),
            rows: rows(names, cells, hasRowTotals: false))
    }

    private var topRules: ReportTable {
        let rules = figures.byRule.sorted {
            ($1.value.found.prompts, $0.key) < ($0.value.found.prompts, $1.key)
        }
        let shown = rules.prefix(audience == .dpo ? 100 : Self.topCount)
        let rows = shown.map { id, rule -> [Cell] in
            let judged = rulings.filter { $0.rules.contains(id) }
            let mistaken = judged.count { $0.ruling == .falsePositive }
            return [
                .text(rule.isOnTrial ? "\(id) (on trial)" : id), .text(ReportWords.entity(rule.entity)),
                small(rule.found.prompts), small(judged.count), small(mistaken),
            ]
        }
        return ReportTable(
            "rules", "The rules that found most", texts: ["Rule", "Kind of data"],
            numbers: ["Prompts", "Reviewed", "Mistaken"], rows: rows)
    }
}

extension String {
    /// `hung up` → `Hung up`.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
