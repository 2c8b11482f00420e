// MARK: - Lists for the data protection officer

extension ReportComposer {
    /// References, times and counts.
    ///
    /// No names, no tokens and no places in a text: whoever may see more looks the reference up.
    var lists: [Section] {
        let waiting = open.elements.map { open -> [Cell] in
            [
                .text(open.reference), .text(open.at.words), .text(age(of: open)), .text(open.school),
                .text(open.entities.map(ReportWords.entity).joined(separator: ", ")),
            ]
        }
        let reviewed = rulings.suffix(ReportFigures.Listed<Int>.countMax).map { ruled -> [Cell] in
            [
                .text(ruled.reference), .text(ruled.at.words), .text(ReportWords.ruling(ruled.ruling)),
                .text(ruled.waited.map(ReportWords.duration) ?? "–"),
            ]
        }
        let erased = figures.erasures.elements.map { sequence, at, erasure -> [Cell] in
            [
                .text("\(sequence)"), .text(at.words), .text(ReportWords.what(erasure.what)),
                .text(ReportWords.why(erasure.why)),
                .text(UTCTime(milliseconds: erasure.recordedBefore).words),
                .number(erasure.count),
            ]
        }
        return [
            Section(
                title: "Lists",
                blocks: [
                    .paragraph(
                        "A reference is what staff are told; “cloakroom audit list” shows what is known of it."
                    ),
                    .table(
                        ReportTable(
                            "open", caption("Waiting for review, the oldest first", open.count),
                            texts: ["Reference", "Blocked", "Waiting", "School", "Kinds of data"],
                            rows: waiting,
                            whenEmpty: "Nothing is waiting.")),
                    .table(
                        ReportTable(
                            "reviewed", caption("Reviewed", rulings.count),
                            texts: ["Reference", "Decided", "Decision", "Time to review"], rows: reviewed)),
                    .table(events("reveals", "Sealed originals opened", figures.reveals, detail: nil)),
                    .table(
                        events("interrupted", "Interrupted prompts", figures.interrupted, detail: "School")),
                    .table(events("holds", "Holds", figures.holds, detail: "What")),
                    .table(
                        ReportTable(
                            "erasure-list", caption("Erasures", figures.erasures.count),
                            texts: ["Entry", "When", "What", "Why", "Recorded before"], numbers: ["How many"],
                            rows: erased)),
                    .table(
                        ReportTable(
                            "rule-changes", caption("Rule and policy changes", figures.ruleChanges.count),
                            texts: ["When", "Digests of rules and policy, first 12 digits"],
                            rows: figures.ruleChanges.elements.map { [.text($0.at.words), .text($0.detail)] })
                    ),
                ])
        ]
    }

    private func caption(_ text: String, _ count: Int) -> String {
        let most = ReportFigures.Listed<Int>.countMax
        return count > most ? "\(text) (\(ReportWords.number(most)) of \(ReportWords.number(count)))" : text
    }

    private func events(
        _ name: String, _ title: String, _ events: ReportFigures.Listed<ReportFigures.Event>, detail: String?
    ) -> ReportTable {
        ReportTable(
            name, caption(title, events.count), texts: ["Reference", "When"] + (detail.map { [$0] } ?? []),
            rows: events.elements.map { event in
                let cells: [Cell] = [.text(event.reference ?? "All"), .text(event.at.words)]
                return cells + (detail == nil ? [] : [.text(event.detail)])
            })
    }
}
