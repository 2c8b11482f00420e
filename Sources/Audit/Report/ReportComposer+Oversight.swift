// MARK: - Reviews, running, retention

extension ReportComposer {
    /// What people decided about blocked prompts, and how soon.
    var reviews: Section {
        let mistaken = rulings.count { $0.ruling == .falsePositive }
        let waits = rulings.compactMap(\.waited).sorted()
        func wait(_ share: Double) -> String { Self.rank(share, of: waits).map(ReportWords.duration) ?? "–" }
        let counts = Review.Ruling.allCases.map { ruling -> [Cell] in
            [.text(ReportWords.ruling(ruling)), .number(rulings.count { $0.ruling == ruling })]
        }
        return Section(
            title: "Reviews",
            blocks: [
                .paragraph(
                    "The data protection officer looks at blocked prompts and decides what they mean."),
                .figures([
                    .init(
                        value: ReportWords.number(rulings.count), label: "Prompts reviewed",
                        meaning:
                            "In this period, whenever they were blocked. The last decision about each counts."
                    ),
                    .init(
                        value: ReportWords.share(mistaken, of: rulings.count), label: "Mistaken",
                        meaning: """
                            \(ReportWords.number(mistaken)) of \(ReportWords.number(rulings.count)) reviewed were blocked by \
                            mistake (false positives). Few are good; none at all may mean that the rules are too loose.
                            """),
                    .init(
                        value: wait(0.5), label: "Usual time to review",
                        meaning: "Half of the reviews took less time than this from the block (median)."),
                    .init(
                        value: wait(0.9), label: "Slow reviews",
                        meaning: "One in ten took longer than this (90th percentile)."),
                    .init(
                        value: ReportWords.number(open.count), label: "Waiting for review",
                        meaning: "At the end of the period, also from before it."),
                    .init(
                        value: open.elements.first.map(age) ?? "–", label: "Oldest waiting",
                        meaning: "How long the oldest of these has waited."),
                ]),
                .table(
                    ReportTable(
                        "rulings", "Decisions", texts: ["Decision"], numbers: ["Prompts"],
                        rows: rulings.isEmpty ? [] : counts, whenEmpty: "Nothing was reviewed in this period."
                    )),
            ])
    }

    /// The nearest rank: a value that was really measured.
    static func rank(_ share: Double, of sorted: [Int64]) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        return sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }

    /// Starts, stops, times without the gateway, and changes of the rules.
    var running: Section {
        let unexpected = runs.gaps.count { !$0.isOrderly }
        let longest = runs.gaps.map { $0.until.milliseconds - $0.from.milliseconds }.max()
        var blocks: [ReportDocument.Block] = [
            .paragraph("While the gateway does not run, no prompt passes through it and none leaves unread."),
            .figures([
                .init(
                    value: ReportWords.number(runs.startCount), label: "Starts",
                    meaning: "Stopped in order: \(ReportWords.number(runs.stopCount))."),
                .init(
                    value: ReportWords.number(unexpected), label: "Unexpected ends",
                    meaning: "It started again without having been stopped: a power cut or a fault."),
                .init(
                    value: longest.map(ReportWords.duration) ?? "–", label: "Longest time without it",
                    meaning: "From the last record before to the next start."),
                .init(
                    value: ReportWords.number(figures.interrupted.count), label: "Interrupted prompts",
                    meaning: "Their end is not recorded; they may have been sent."),
                .init(
                    value: ReportWords.number(figures.ruleChanges.count), label: "Rule or policy changes",
                    meaning: "While it ran. Each is recorded with a digest of the new rules."),
                .init(
                    value: ReportWords.number(figures.clockChangeCount), label: "Clock set back",
                    meaning: "Records from around these may be out of order by their times."),
            ]),
        ]
        if audience != .board {
            let rows = runs.gaps.suffix(100).map { gap -> [Cell] in
                [
                    .text(gap.from.words), .text(gap.until.words),
                    .text(ReportWords.duration(gap.until.milliseconds - gap.from.milliseconds)),
                    .text(gap.isOrderly ? "Stopped" : "Ended unexpectedly"),
                ]
            }
            blocks.append(
                .table(
                    ReportTable(
                        "gaps", "Times without the gateway (the last 100)",
                        texts: ["From", "Until", "Length", "How"],
                        rows: rows)))
        }
        return Section(title: "Running of the gateway", blocks: blocks)
    }

    /// What was erased and what is held.
    var retention: Section {
        var counts: [[String]: Int64] = [:]
        for (_, _, erasure) in figures.erasures.elements {
            counts[[ReportWords.what(erasure.what), ReportWords.why(erasure.why)], default: 0] +=
                erasure.count
        }
        let rows = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, count -> [Cell] in
            key.map { .text($0) } + [.number(count)]
        }
        return Section(
            title: "Retention and access",
            blocks: [
                .paragraph(
                    """
                    Records are erased when their time is over or a person asks for it. Each erasure is recorded, and proofs \
                    over what is left stay valid. Blocked prompts are kept sealed; opening one needs a reason and is recorded.
                    """),
                .figures([
                    .init(
                        value: ReportWords.number(figures.reveals.count), label: "Sealed originals opened",
                        meaning: "Each by somebody who holds the key, with a reason."),
                    .init(
                        value: ReportWords.number(figures.erasures.count), label: "Erasures",
                        meaning: "How often something was erased; the table says how much."),
                    .init(
                        value: ReportWords.number(figures.holds.count), label: "Holds placed or ended",
                        meaning: "What is held is not erased, for example because of a complaint."),
                ]),
                .table(
                    ReportTable(
                        "erasures", "Erased", texts: ["What", "Why"], numbers: ["How many"], rows: rows,
                        whenEmpty: "Nothing was erased in this period.")),
                .table(
                    ReportTable(
                        "evidence-keys", "Keys that blocked prompts are sealed to", texts: ["From", "Keys"],
                        rows: figures.recipients.elements.map { [.text($0.at.words), .text($0.detail)] },
                        whenEmpty: "The gateway did not start in this period.")),
                .note(
                    "A key that nobody asked for is a person who can read blocked prompts. Ask IT about it."),
            ])
    }
}
