public import Foundation

/// What people ask of a log that a gateway writes: it goes to the gateway, because a log has one writer.
public enum AuditRequest: Codable, Hashable, Sendable {
    case review(exchange: String, ruling: String, by: String, note: String?)
    case reveal(exchange: String, by: String, reason: String)
    case hold(exchange: String?, by: String, reason: String)
    case endHold(number: Int64, by: String)
    case erase(exchange: String, by: String)
    case purge(retention: String, by: String)
    case checkpoint
    /// A witness's signature line for the checkpoint of a size.
    case cosign(size: Int64, line: String)
}

/// What came of it.
public enum AuditReply: Codable, Hashable, Sendable {
    /// Done; the number of the entry that says so.
    case entry(Int64)
    case original(Data)
    case erased([Int64])
    case checkpoint(String)
    case refused(label: String, problem: String, hint: String)
}

extension AuditLog {
    /// Does what is asked.
    public func answer(_ request: AuditRequest) async -> AuditReply {
        do throws(AuditError) {
            return try await perform(request)
        } catch {
            return .refused(label: error.label, problem: error.problem, hint: error.hint)
        }
    }

    private func perform(_ request: AuditRequest) async throws(AuditError) -> AuditReply {
        switch request {
        case .review(let exchange, let ruling, let by, let note):
            guard let ruling = Review.Ruling(rawValue: ruling) else { throw .requestUnusable }
            return .entry(try await review(try Self.reference(exchange), as: ruling, by: by, note: note))
        case .reveal(let exchange, let by, let reason):
            return .original(try await reveal(try Self.reference(exchange), to: by, because: reason))
        case .hold(let exchange, let by, let reason):
            let exchange = try exchange.map { (text) throws(AuditError) in try Self.reference(text) }
            return .entry(try await hold(exchange, by: by, because: reason))
        case .endHold(let number, let by): return .entry(try await endHold(number, by: by))
        case .erase(let exchange, let by):
            return .erased(try await erase(try Self.reference(exchange), by: by).map(\.number))
        case .purge(let retention, let by):
            guard let retention = Retention(retention) else { throw .requestUnusable }
            return .erased(try await purge(retention, by: by).map(\.number))
        case .checkpoint: return .checkpoint(try await checkpoint().note.text)
        case .cosign(let size, let line): return .entry(try await cosign(size, line))
        }
    }

    private static func reference(_ text: String) throws(AuditError) -> ExchangeRef {
        guard let exchange = ExchangeRef(text) else { throw .requestUnusable }
        return exchange
    }
}
