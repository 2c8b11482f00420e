import Foundation
import Rules
import TestSupport

/// Texts to start from: the rules' examples, and one value in every disguise.
enum Seeds {
    static let rulesFolder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/rules"

    static func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let library = try RuleLibrary.load(from: rulesFolder, today: CalendarDay(Date()))
        let examples = library.packs.flatMap(\.rules).flatMap(\.examples).map(\.text)
        let disguised = Disguise.all.map { Array(("Her NHS number is " + $0.apply("999 000 0018")).utf8) }
        for (index, text) in (examples + disguised).enumerated() {
            // The first byte says how a text is cut, or which disguises are suspected.
            try Data([UInt8(truncatingIfNeeded: index)] + text).write(
                to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
        }
    }
}
