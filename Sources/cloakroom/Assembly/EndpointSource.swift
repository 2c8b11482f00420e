import Foundation
import Redaction
import Rules
import StandIn

/// Where prompts go: the trust's register, or the stand-in endpoint while there is none.
enum EndpointSource {
    case register(EndpointRegister)
    case standIn

    static let standInID = "stand-in"

    static func load(_ configuration: Configuration) throws -> EndpointSource {
        guard let file = configuration[.endpoints] else { return .standIn }
        do throws(RuleDiagnostics) {
            return .register(try EndpointRegister.load(from: file, today: CalendarDay(Date())))
        } catch {
            throw fail(error.diagnostics)
        }
    }

    static func standInEndpoint(port: Int) -> Endpoint {
        Endpoint(
            id: standInID, title: "Stand-in endpoint", baseURL: "http://127.0.0.1:\(port)/v1",
            models: ["stand-in"],
            keySource: .none
        )
    }
}
