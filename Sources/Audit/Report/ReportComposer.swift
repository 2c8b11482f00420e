/// Puts counts into sentences and tables.
struct ReportComposer: Sendable {
    let audience: UsageReport.Audience
    let figures: ReportFigures
    let rulings: [ReportReader.Ruled]
    let open: ReportFigures.Listed<ReportReader.Open>
    let runs: ReportReader.Runs
    let from: UTCTime
    /// The moment after the last.
    let until: UTCTime
    let origin: String

    typealias Section = ReportDocument.Section
    typealias Cell = ReportTable.Cell

    var document: ReportDocument {
        let lastDay = UTCDay(UTCTime(milliseconds: until.milliseconds - 1).day)
        let firstDay = UTCDay(from.day)
        let period = firstDay == lastDay ? firstDay.words : "\(firstDay.words) to \(lastDay.words)"
        var sections = [summary, trend(firstDay, lastDay), schools]
        if audience != .board { sections.append(uses) }
        sections += [findings, reviews, running, retention]
        if audience == .dpo { sections += lists }
        return ReportDocument(
            title: title, period: period, introduction: introduction, sections: sections + [howToRead],
            source: """
                Made by Cloakroom from its audit log \(origin), up to \(UTCTime(milliseconds: until.milliseconds - 1).words) UTC. \
                The log is signed and cannot be changed unnoticed: “cloakroom audit verify” shows that it is whole.
                """)
    }

    private var title: String {
        switch audience {
        case .board: "AI and personal data: report to the board"
        case .leadership: "AI and personal data: report to school leaders"
        case .dpo: "AI and personal data: report to the data protection officer"
        }
    }

    private var introduction: String {
        """
        Staff use AI tools through Cloakroom, which reads each prompt before it leaves. Personal data is replaced by \
        placeholders and put back into the answer; what must not leave at all is blocked. This report counts what it did. It \
        holds no personal data: no names, no prompts and nothing that was found in them.
        """
    }
}

// MARK: - In short, over time, by school

extension ReportComposer {
    private var summary: Section {
        let total = figures.total
        guard total.all > 0 else {
            return Section(
                title: "In short",
                blocks: [
                    .paragraph("No prompt was sent in this period. What follows is therefore mostly empty.")
                ])
        }
        func figure(_ value: Int, _ label: String, _ meaning: String) -> ReportDocument.Figure {
            .init(
                value: ReportWords.number(value), label: label,
                meaning: "\(ReportWords.share(value, of: total.all)) of all. \(meaning)")
        }
        return Section(
            title: "In short",
            blocks: [
                .figures([
                    .init(
                        value: ReportWords.number(total.all), label: "Prompts",
                        meaning:
                            "Requests to AI tools, from \(ReportWords.count(figures.callers.count, "access key"))."
                    ),
                    figure(
                        total.unchanged, "Forwarded unchanged", "Nothing was found that has to be kept back."),
                    figure(
                        total.replaced, "Forwarded with data replaced",
                        "The AI service saw placeholders instead of personal data."),
                    figure(
                        total.blocked, "Blocked for what was found",
                        "Sensitive or confidential matters, passwords, or lists of people. Nothing was sent."),
                    figure(
                        total.refused, "Refused for another reason",
                        "For example a file that could not be read, or a service that is not approved."),
                    .init(
                        value: ReportWords.number(open.count), label: "Waiting for review",
                        meaning: open.elements.first.map {
                            "Blocked prompts that nobody has looked at. The oldest has waited \(age(of: $0))."
                        } ?? "Every blocked prompt has been looked at."),
                ])
            ])
    }

    func age(of open: ReportReader.Open) -> String {
        ReportWords.duration(until.milliseconds - open.at.milliseconds)
    }

    private func trend(_ first: UTCDay, _ last: UTCDay) -> Section {
        let trend = Trend(figures.byDay, from: first, through: last)
        let rows = trend.points.map { point -> [Cell] in
            [.text(trend.words(point))]
                + (point.verdicts.counts + [point.verdicts.all]).map { .number($0) }
        }
        return Section(
            title: "Over time",
            blocks: [
                .paragraph(
                    """
                    Each bar is a \(trend.step.rawValue). The three rows have scales of their own. More prompts with data \
                    replaced mean that people rely on Cloakroom; more blocks may mean that they need advice.
                    """),
                .chart(TrendChart(trend: trend, title: "Prompts by \(trend.step.rawValue)")),
                .table(
                    ReportTable(
                        "trend", "Prompts by \(trend.step.rawValue)",
                        texts: [trend.step.rawValue.capitalizedFirst],
                        numbers: Self.verdictNames + ["All"], rows: rows)),
            ])
    }

    static let verdictNames = ["Unchanged", "Replaced", "Blocked", "Refused"]

    private var schools: Section {
        let names = figures.bySchool.keys.sorted()
        let cells = names.map { name -> [Int] in
            let verdicts = figures.bySchool[name] ?? .init()
            return verdicts.counts + [verdicts.all]
        }
        var blocks: [ReportDocument.Block] = [
            .paragraph("What was done with prompts, by the school of the person who wrote them."),
            .table(
                ReportTable(
                    "schools", "Prompts by school", texts: ["School"], numbers: Self.verdictNames + ["All"],
                    rows: rows(names, cells, hasRowTotals: true))),
        ]
        if audience == .board, !names.isEmpty { blocks.append(.note(Self.smallNumbers)) }
        return Section(title: "By school", blocks: blocks)
    }

    static let smallNumbers = """
        Counts of 1 and 2 are shown as “fewer than 3”, because one prompt in one school could point at the person who wrote it. \
        Where a total would give such a count away, another one is “not shown” as well. The data protection officer has them all.
        """

    /// Rows of counts; for the board without small ones.
    func rows(_ names: [String], _ cells: [[Int]], hasRowTotals: Bool) -> [[Cell]] {
        let masks =
            audience == .board
            ? SmallNumbers.masks(cells, hasColumnTotals: true, hasRowTotals: hasRowTotals)
            : cells.map { $0.map { _ in .shown } }
        return names.indices.map { row in
            [.text(names[row])] + zip(cells[row], masks[row]).map { SmallNumbers.cell($0, $1) }
        }
    }

    private var howToRead: Section {
        Section(
            title: "How to read this report",
            blocks: [
                .paragraph(
                    """
                    A prompt counts once for each kind of data in it, so the kinds add up to more than the prompts. Counts of \
                    what was found are what Cloakroom recognised: it can miss things, and it can be mistaken. Rules on trial \
                    are counted apart and change nothing.
                    """),
                .paragraph(
                    """
                    Days and times are in UTC, which is an hour behind British Summer Time. An interrupted prompt is one whose \
                    end is not recorded, because it was still running or the gateway ended: it may have been sent.
                    """),
            ])
    }
}
