import Detection
import Foundation
import Redaction
import TestSupport
import Testing
import Wire

@testable import Rules

/// Identifiers that stand in several texts of a request, with the rules that serve.
@Suite struct `An identifier cut up into texts` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let inspector = Result { try makeInspector() }

    private static func makeInspector() throws -> Inspector {
        let today = CalendarDay(Date())
        let library = try RuleLibrary.load(from: root.appending(path: "rules").path, today: today)
        let policy = try LoadedPolicy.load(
            from: root.appending(path: "rules/policies/default.yaml").path, today: today)
        let kinds: Set<EntityType> = [.phone, .paymentCard, .nhsNumber, .nino, .upn, .iban, .email]
        let rules = library.rules.rules.filter { kinds.contains($0.entity) }
        return Inspector(rules: try CompiledRules(compiling: rules), policy: policy.policy)
    }

    private static func request(_ contents: [[String]]) throws -> APIRequest {
        func json(_ text: String) -> String { #"{"type":"text","text":"\#(text)"}"# }
        let messages = contents.map {
            #"{"role":"user","content":[\#($0.map(json).joined(separator: ","))]}"#
        }.joined(separator: ",")
        return try APIRequest(
            Array(#"{"model":"m","messages":[\#(messages)]}"#.utf8), to: .chatCompletions,
            limits: JSONLimits())
    }

    /// What would be sent; nil where nothing is.
    private static func sent(_ request: APIRequest, by inspector: Inspector) throws -> String? {
        let inspection = try inspector.inspect(request)
        guard let body = inspection.body else { return nil }
        return try APIRequest(body.bytes, to: .chatCompletions, limits: JSONLimits()).segments
            .map { String(decoding: $0.text, as: UTF8.self) }.joined()
    }

    private static let identifiers = [
        "07700 900123", "+44 1632 960123", "4929 0000 0000 6", "4111 1111 1111 1111", "943 476 5919",
        "QQ 12 34 56 C", "AB 12 34 56 C", "Z000000026001", "GB33 BUKB 2020 1555 5555 55",
        "jane.whitlock@school.example",
    ]

    @Test(arguments: identifiers)
    func `is found however many they are`(identifier: String) throws {
        let inspector = try Self.inspector.get()
        let lead = identifier.contains("476") ? "NHS number " : ""
        guard try Self.sent(Self.request([[lead + identifier]]), by: inspector) != lead + identifier else {
            return
        }
        let characters = identifier.map(String.init)
        var random = SplitMix64(seed: 7_711)
        var misses: [[String]] = []
        for round in 0..<6 {
            var texts = [""]
            for character in characters {
                let isCut = round == 0 || Int.random(in: 0..<(2 + round % 4), using: &random) == 0
                if isCut, texts.count < 30 { texts.append("") }
                texts[texts.endIndex - 1] += character
            }
            let parts = [["Ring " + lead] + texts + [" soon"]]
            let messages = [["Ring " + lead]] + texts.map { [$0] }
            let request = try Self.request(round.isMultiple(of: 2) ? parts : messages)
            guard let sent = try Self.sent(request, by: inspector) else { continue }
            // Of the whole identifier no four characters in a row are left.
            let bare = identifier.filter { $0 != " " }
            let sentBare = sent.filter { $0 != " " }
            let isLeft = (0...bare.count - 4).contains { start in
                sentBare.contains(bare.dropFirst(start).prefix(4))
            }
            if isLeft { misses.append(texts) }
        }
        #expect(misses.isEmpty, "\(misses.count): \(misses.prefix(3))")
    }
}
