internal import Detection
public import Wire

/// Restores an answer that came as a whole.
public struct WholeAnswer: ~Copyable {
    private var inspected: AnswerGuard
    private var restorer: Restorer
    private let footer: AnswerFooter?

    public init(inspecting: AnswerGuard, restorer: consuming Restorer, footer: AnswerFooter? = nil) {
        inspected = inspecting
        self.footer = footer
        self.restorer = restorer
    }

    public var counts: AnswerCounts { AnswerCounts(restorer, inspected) }

    /// What the client may be shown.
    public mutating func restore(
        _ bytes: [UInt8],
        readBy reader: AnswerReader
    ) throws(AnswerError) -> [UInt8] {
        let document: AnswerDocument
        do throws(WireError) {
            document = try reader.whole(bytes)
        } catch {
            throw .unreadable(error)
        }
        var texts: [[UInt8]] = []
        for text in document.texts {
            do throws(ScanError) {
                let passed = try inspected.redact(
                    text.text, isJSON: text.channel.isJSON, isRepeated: false)
                texts.append(restorer.restore(passed, on: text.channel))
            } catch {
                throw .notInspected(error)
            }
        }
        return document.rewriting(footer.map { document.adding($0, to: texts) } ?? texts)
    }
}
