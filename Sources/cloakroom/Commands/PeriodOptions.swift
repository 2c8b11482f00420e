import ArgumentParser
import Audit
import Foundation

/// From when to when, for what is read from the log.
struct PeriodOptions: ParsableArguments {
    @Option(help: "The first day (2026-09-01) or moment (2026-09-01T08:00:00Z), in UTC. Default: all.")
    var from: Moment?

    @Option(help: "The last day, which is included, or the moment before which to end, in UTC. Default: now.")
    var to: Moment?

    var period: AuditPeriod { AuditPeriod(from: from?.start, until: to?.end) }

    func validate() throws {
        guard let from, let to, from.start >= to.end else { return }
        throw ValidationError("--from is not before --to.")
    }

    /// A day or a moment.
    struct Moment: ExpressibleByArgument {
        let start: Date
        /// The end of a day; a moment itself.
        let end: Date

        init?(argument: String) {
            let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
            if argument.utf8.count == 10, let date = try? day.parse(argument) {
                (start, end) = (date, date.addingTimeInterval(86_400))
            } else if let date = try? Date.ISO8601FormatStyle().parse(argument) {
                (start, end) = (date, date)
            } else {
                return nil
            }
        }
    }
}
