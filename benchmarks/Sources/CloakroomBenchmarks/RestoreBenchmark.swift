import Foundation
import Redaction
import Wire

/// Restoring values in an answer of 300 KB: as a whole, and as it arrives in deltas.
enum RestoreBenchmark {
    static func run(_ bench: Bench, _ wanted: String?) throws {
        let inspector = try Inspector(rules: bench.withoutNames, policy: bench.policy())
        let table = Table("Restore 300 KB", ["answer", "MB/s", "p99, ms", "restored"])
        let answer = answer()
        for pieceByteCount in [answer.count, 4_096, 64, 16] {
            var restoredCount = 0
            let timing = Timing(of: "restoring") {
                let result = restore(answer, in: pieceByteCount, inspector)
                restoredCount = result.restoredCount
                return result.text
            }
            let name = pieceByteCount == answer.count ? "as a whole" : "in pieces of \(pieceByteCount) bytes"
            table.row([
                name, String(format: "%.1f", timing.megabytesPerSecond(answer.count)), timing.p99.shown,
                "\(restoredCount)",
            ])
        }
    }

    private static let phones = (100..<120).map { "07700 900\($0)" }

    /// Prose with a placeholder after every two hundred bytes or so, and brackets that are none.
    private static func answer() -> [UInt8] {
        var out: [UInt8] = []
        for (index, sentence) in Corpus.english(byteCount: 280_000).split(separator: UInt8(ascii: "."))
            .enumerated()
        {
            out += sentence + Array(". ".utf8)
            if index % 3 == 0 { out += Array("Ring [PHONE_\(index % phones.count + 1)] ".utf8) }
            if index % 5 == 0 { out += Array("[see note \(index)] ".utf8) }
        }
        return out
    }

    private static func restore(_ answer: [UInt8], in pieceByteCount: Int, _ inspector: Inspector) -> (
        text: [UInt8], restoredCount: Int
    ) {
        do {
            let body =
                #"{"model":"m","messages":[{"role":"user","content":"Ring \#(phones.joined(separator: ", "))"}]}"#
            let request = try APIRequest.chatCompletions(Array(body.utf8), limits: JSONLimits())
            var restorer = try inspector.inspect(request).restorer()
            let channel = AnswerChannel(output: 0, field: "content")
            var out: [UInt8] = []
            var start = 0
            while start < answer.count {
                let end = min(answer.count, start + pieceByteCount)
                out += restorer.feed(Array(answer[start..<end]), on: channel)
                start = end
            }
            out += restorer.finish(channel)
            return (out, restorer.restoredCount)
        } catch {
            fatalError("the inspection failed: \(error)")
        }
    }
}
