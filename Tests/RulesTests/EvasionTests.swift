import Foundation
import TestSupport
import Testing

@testable import Detection
@testable import Rules

/// Values of every kind in every disguise: `make evasion` prints the table.
@Suite struct `A disguise` {
    /// A kind of identifier: how it is asked about, how it is made, and what proves it.
    private struct Kind {
        let entity: EntityType
        let before: String
        let shape: String
        var validator: Validator?
        var isAddress = false
        /// Whether a value that its validator refuses is still personal data by another rule.
        var hasLookalikes = true
    }

    private static let kinds = [
        Kind(
            entity: .upn, before: "Her unique pupil number, UPN, is ", shape: "A############", validator: .upn
        ),
        Kind(entity: .uln, before: "The unique learner number (ULN): ", shape: "##########", validator: .uln),
        Kind(entity: .uci, before: "The UCI of the candidate is ", shape: "############A", validator: .uci),
        Kind(entity: .nhsNumber, before: "Her NHS number is ", shape: "##########", validator: .nhs),
        Kind(entity: .utr, before: "His UTR, the tax reference: ", shape: "##########", validator: .utr),
        Kind(
            entity: .paymentCard, before: "The card number is ", shape: "4###############", validator: .card),
        Kind(entity: .iban, before: "Pay to IBAN ", shape: "GB##TEST##############", validator: .mod97),
        Kind(
            entity: .nino, before: "His national insurance number (NI number) is ", shape: "JK######C",
            hasLookalikes: false),
        Kind(entity: .phone, before: "Her phone number is ", shape: "07700900###", hasLookalikes: false),
        Kind(
            entity: .bankAccount, before: "The sort code and account number: ", shape: "##-##-## ########",
            hasLookalikes: false),
        Kind(entity: .postcode, before: "Postcode: ", shape: "DN## #PT", hasLookalikes: false),
        Kind(
            entity: .dateOfBirth, before: "Her date of birth is ", shape: "0#/0#/201#", validator: .date,
            hasLookalikes: false),
        Kind(
            entity: .email, before: "Write to this e-mail address: ", shape: "jo.bloggs##@school.example",
            isAddress: true,
            hasLookalikes: false),
        Kind(
            entity: .userPrincipalName, before: "Her e-mail and user name: ",
            shape: "jb##@school.onmicrosoft.com",
            isAddress: true, hasLookalikes: false),
    ]

    /// A value that the validator accepts, or refuses.
    private static func value(of kind: Kind, isValid: Bool, _ random: inout SplitMix64) -> String {
        while true {
            let value = String(
                kind.shape.map { character in
                    switch character {
                    case "#": Character(String(Int.random(in: 1...9, using: &random)))
                    case "A" where kind.validator == .upn || kind.validator == .uci:
                        "ABCDEFGHJKLMNPQRTUVWXYZ".randomElement(using: &random) ?? "A"
                    default: character
                    }
                })
            guard let validator = kind.validator, validator.accepts(Array(value.utf8).span) != isValid else {
                return value
            }
        }
    }

    private static func applies(_ disguise: Disguise, to kind: Kind) -> Bool {
        switch disguise.subject {
        case .anything: true
        case .number: !kind.isAddress && kind.entity != .dateOfBirth
        case .address: kind.isAddress
        }
    }

    private struct Row {
        var found = 0
        var count = 0
        var lookalikesFound = 0
        var lookalikeCount = 0
        var missed: [String: Int] = [:]
    }

    private static let sampleCount = Int(ProcessInfo.processInfo.environment["CLOAKROOM_SAMPLES"] ?? "") ?? 4

    /// Whether a finding of the right kind covers the disguised value.
    private static func isFound(
        _ kind: Kind, _ value: String, _ announcement: String, by rules: CompiledRules
    ) throws -> Bool {
        let before = Array((kind.before + announcement).utf8)
        let bytes = before + Array(value.utf8) + Array(", as far as we know.".utf8)
        let place = before.count..<before.count + value.utf8.count
        // As which kind it is found matters little: a number may pass the checks of two.
        let covered = try rules.findings(in: bytes.span).reduce(0) { $0 + $1.bytes.clamped(to: place).count }
        return covered * 10 >= place.count * 9
    }

    @Test func `is seen through`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let rules = try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date()))
            .rulesWithoutNames
        var random = SplitMix64(seed: 4)
        var lookalikes = (found: 0, count: 0)
        print("| disguise | found | of | look-alikes found | of | missed |\n|---|---:|---:|---:|---:|---|")
        for disguise in Disguise.all {
            var row = Row()
            // Digits read backwards are other digits: a reader too must be told.
            let announcement = disguise.description == "backwards" ? "written backwards: " : ""
            for kind in Self.kinds where Self.applies(disguise, to: kind) {
                for _ in 0..<Self.sampleCount {
                    let value = Self.value(of: kind, isValid: true, &random)
                    row.count += 1
                    if try Self.isFound(kind, disguise.apply(value), announcement, by: rules) {
                        row.found += 1
                    } else {
                        row.missed[kind.entity.rawValue, default: 0] += 1
                    }
                    guard kind.hasLookalikes else { continue }
                    let lookalike = Self.value(of: kind, isValid: false, &random)
                    row.lookalikeCount += 1
                    if try Self.isFound(kind, disguise.apply(lookalike), announcement, by: rules) {
                        row.lookalikesFound += 1
                    }
                }
            }
            let missed = row.missed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
                separator: ", ")
            print(
                "| \(disguise) | \(row.found) | \(row.count) | \(row.lookalikesFound) | \(row.lookalikeCount) | \(missed) |"
            )
            let share = disguise.kind == .deterministic ? 99 : 80
            #expect(row.found * 100 >= row.count * share, "\(disguise): \(missed)")
            lookalikes.found += row.lookalikesFound
            lookalikes.count += row.lookalikeCount
        }
        print("look-alikes found: \(lookalikes.found) of \(lookalikes.count)")
        #expect(lookalikes.found * 100 <= lookalikes.count * 2)
        #expect(Disguise.all.count >= 60)
    }
}
