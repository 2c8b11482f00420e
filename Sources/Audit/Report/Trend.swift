/// Counts in steps of time: days, weeks or months, so that there are neither too few to see a trend nor too many to read.
struct Trend: Sendable {
    enum Step: String, Sendable {
        case day, week, month

        fileprivate func start(of day: UTCDay) -> UTCDay {
            switch self {
            case .day: day
            case .week: day.monday
            case .month: day.firstOfMonth
            }
        }

        fileprivate func after(_ day: UTCDay) -> UTCDay {
            switch self {
            case .day: UTCDay(day.number + 1)
            case .week: UTCDay(day.number + 7)
            case .month: day.firstOfNextMonth
            }
        }
    }

    struct Point: Sendable {
        let start: UTCDay
        let verdicts: ReportFigures.Verdicts
    }

    /// Twenty years of months: a clock that was wrong must not make a report without end.
    private static let pointCountMax = 240

    let step: Step
    let points: [Point]

    init(_ byDay: [UTCDay: ReportFigures.Verdicts], from first: UTCDay, through last: UTCDay) {
        let days = last.number - first.number + 1
        let step: Step = days <= 31 ? .day : days <= 190 ? .week : .month
        var sums: [UTCDay: ReportFigures.Verdicts] = [:]
        for (day, verdicts) in byDay { sums[step.start(of: day), default: .init()] += verdicts }
        var (points, start): ([Point], UTCDay) = ([], step.start(of: first))
        while start <= last, points.count < Self.pointCountMax {
            points.append(Point(start: start, verdicts: sums[start] ?? .init()))
            start = step.after(start)
        }
        (self.step, self.points) = (step, points)
    }

    func label(_ point: Point) -> String { step == .month ? point.start.shortMonth : point.start.shortWords }

    /// `Week from 24 November 2026`.
    func words(_ point: Point) -> String {
        switch step {
        case .day: point.start.words
        case .week: "Week from \(point.start.words)"
        case .month: point.start.shortMonth
        }
    }
}
