import Audit
import Detection
import Redaction

extension AnswerReport {
    init(_ counts: AnswerCounts, byteCount: Int) {
        self.init(
            byteCount: byteCount, restoredCount: counts.restored, withheldCount: counts.withheld,
            inventedCount: counts.invented,
            tallies: counts.found.map {
                Tally(
                    rule: $0.rule.rawValue, entity: $0.entity.rawValue, count: $0.count,
                    isRemoved: $0.isRemoved)
            })
    }
}
