/// Outcomes in bytes.
enum OutcomeCoding {
    static func write(_ outcome: Outcome, to writer: inout EntryWriter) {
        switch outcome {
        case .answered(let status, let report):
            writer.byte(1)
            writer.number(status)
            write(report, to: &writer)
        case .refusedByEndpoint(let status):
            writer.byte(2)
            writer.number(status)
        case .failed(let label):
            writer.byte(3)
            writer.text(label)
        case .hungUp:
            writer.byte(4)
        }
    }

    private static func write(_ report: AnswerReport, to writer: inout EntryWriter) {
        writer.number(report.byteCount)
        writer.number(report.restoredCount)
        writer.number(report.withheldCount)
        writer.number(report.inventedCount)
        writer.list(report.tallies) { writer, tally in
            writer.text(tally.rule)
            writer.text(tally.entity)
            writer.number(tally.count)
            writer.flag(tally.isRemoved)
        }
    }

    static func read(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> Outcome {
        switch try reader.byte() {
        case 1: return .answered(status: try reader.int(), try report(&reader))
        case 2: return .refusedByEndpoint(status: try reader.int())
        case 3: return .failed(label: try reader.text())
        case 4: return .hungUp
        default: throw EntryReader.Malformed()
        }
    }

    private static func report(_ reader: inout EntryReader) throws(EntryReader.Malformed) -> AnswerReport {
        AnswerReport(
            byteCount: try reader.int(), restoredCount: try reader.int(),
            withheldCount: try reader.int(), inventedCount: try reader.int(),
            tallies: try reader.list { (reader) throws(EntryReader.Malformed) in
                AnswerReport.Tally(
                    rule: try reader.text(), entity: try reader.text(), count: try reader.int(),
                    isRemoved: try reader.flag())
            })
    }
}
