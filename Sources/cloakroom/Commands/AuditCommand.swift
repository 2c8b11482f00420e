import ArgumentParser
import Audit
import Foundation
import Rules

/// `cloakroom audit`: reads the evidence.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Reads, checks, reviews and exports the evidence.",
        subcommands: [
            List.self, AuditVerify.self, AuditProof.self, AuditHandover.self, AuditWitness.self,
            AuditOrigins.self,
            Export.self, Report.self,
        ] + AuditDecisions.subcommands
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists exchanges, the newest first.",
            discussion: """
                `interrupted` means that the gateway ended between recording the request and recording its outcome: \
                it may or may not have been sent.
                """
        )

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case text, json
        }

        @Argument(help: "A reference such as CR-7F3K2Q9D; without one, all.")
        var reference: String?

        @Option(help: "At most so many.")
        var limit = 50

        @Option(help: "text or json.")
        var format = Format.text

        @OptionGroup var copies: DatabaseOptions

        @OptionGroup var settings: SettingsOptions

        func validate() throws {
            guard (1...100_000).contains(limit) else { throw ValidationError("--limit is from 1 to 100000.") }
            guard reference == nil || reference.flatMap({ ExchangeRef($0) }) != nil else {
                throw ValidationError("A reference looks like CR-7F3K2Q9D.")
            }
        }

        mutating func run() async throws {
            let reference = reference.flatMap { ExchangeRef($0) }
            do {
                let exchanges = try await copies.withLog(settings.load()) {
                    try await $0.exchanges(reference, limit: limit)
                }
                for exchange in exchanges {
                    print(format == .json ? Self.json(exchange) : Self.line(exchange))
                }
            } catch let error as AuditError {
                throw fail(error.problem, hint: error.hint, Exit.failure)
            }
        }

        static func line(_ exchange: ExchangeSummary) -> String {
            let evidence = exchange.evidence
            let findings = evidence.tallies.map {
                "\($0.place) \($0.rule) ×\($0.count)\($0.isOnTrial ? " (shadow)" : "")"
            }.joined(
                separator: ", ")
            return [
                exchange.recordedAt.ISO8601Format(), "\(evidence.exchange)", evidence.verdict.rawValue,
                exchange.state.rawValue, evidence.caller, evidence.endpoint ?? "-",
                evidence.reason ?? findings,
            ].joined(separator: "  ")
        }

        private struct Line: Encodable {
            struct Tally: Encodable {
                let rule, entity, place: String
                let count: Int
                let shadow: Bool
            }

            struct Answer: Encodable {
                struct Tally: Encodable {
                    let rule, entity: String
                    let count: Int
                    let removed: Bool
                }

                let bytes, restored, withheld, invented: Int
                let findings: [Tally]

                init(_ report: AnswerReport) {
                    bytes = report.byteCount
                    restored = report.restoredCount
                    withheld = report.withheldCount
                    invented = report.inventedCount
                    findings = report.tallies.map {
                        Tally(rule: $0.rule, entity: $0.entity, count: $0.count, removed: $0.isRemoved)
                    }
                }
            }

            let ref, time, verdict, state, caller, profile, route: String
            let reason, endpoint, model: String?
            let findings: [Tally]
            let answer: Answer?
            let requestBytes: Int
            let sentBytes: Int?
            let rules, policy: String
        }

        private static func json(_ exchange: ExchangeSummary) -> String {
            let evidence = exchange.evidence
            let line = Line(
                ref: "\(evidence.exchange)", time: exchange.recordedAt.ISO8601Format(),
                verdict: evidence.verdict.rawValue,
                state: exchange.state.rawValue, caller: evidence.caller, profile: evidence.profile,
                route: evidence.route,
                reason: evidence.reason, endpoint: evidence.endpoint, model: evidence.model,
                findings: evidence.tallies.map {
                    .init(
                        rule: $0.rule, entity: $0.entity, place: $0.place, count: $0.count,
                        shadow: $0.isOnTrial)
                },
                answer: exchange.answer.map(Line.Answer.init), requestBytes: evidence.requestByteCount,
                sentBytes: evidence.sentByteCount,
                rules: evidence.rulesDigest, policy: evidence.policyDigest
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            // Strings and numbers only: encoding cannot fail.
            return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        }
    }
}
