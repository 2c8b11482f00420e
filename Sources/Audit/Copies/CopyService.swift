import Dispatch
import Foundation
import Synchronization

/// What a copy says about itself.
public enum CopyNews: Hashable, Sendable {
    case state(CopyState, backlog: Int64)
    /// How many entries are not copied: said often.
    case backlog(Int64)
    /// So many entries are not copied; requests are refused from now on.
    case full(backlog: Int64)
    case roomAgain
    /// Said again as long as it is so.
    case peer(PeerFault, isNew: Bool)
}

/// Copies a log to a database as it grows, on a thread of its own: libpq blocks.
public final class CopyService: Sendable {
    /// How long what was written waits for what follows it: one transaction for both.
    private static let leisure = DispatchTimeInterval.milliseconds(50)
    /// How long the end waits for what is not copied yet.
    private static let patience = DispatchTimeInterval.seconds(10)
    /// How long the start waits for an origin that another connection has: one that was cut off may hold it for a moment.
    private static let claimPatience = Duration.seconds(45)

    private struct Schedule {
        var isDue = false
        var isRetryDue = false
        var hasEnded = false
    }

    /// What was said last, so that only changes are.
    private struct Told {
        var state: CopyState?
        var peerFaults: Set<PeerFault> = []
    }

    private let log: AuditLog
    private let mark: CopyMark
    private let report: @Sendable (CopyNews) -> Void
    private let thread = DispatchQueue(label: "audit-copy")
    private let copier: Mutex<LogCopier>
    private let schedule = Mutex(Schedule())
    private let told = Mutex(Told())
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - log: Open for writing.
    ///   - path: Of the log.
    ///   - address: Where the database is.
    ///   - backlogMax: With so many entries that are not copied, requests are refused.
    ///   - report: Is told what changes.
    /// - Throws: `AuditError.databaseNotBuiltIn` in a build without PostgreSQL.
    public convenience init(
        _ log: AuditLog, path: String, to address: DatabaseAddress, backlogMax: Int64,
        report: @escaping @Sendable (CopyNews) -> Void
    ) throws(AuditError) {
        try self.init(
            log, path: path, backlogMax: backlogMax, connect: try address.connector(), report: report)
    }

    init(
        _ log: AuditLog, path: String, backlogMax: Int64,
        connect: @escaping @Sendable () throws(AuditError) -> sending any LogCopy,
        report: @escaping @Sendable (CopyNews) -> Void
    ) throws(AuditError) {
        guard let origin = log.origin else { throw .readOnly }
        self.log = log
        self.report = report
        mark = CopyMark(besides: path)
        let copiedSize = mark.read()
        let keys = AuditLog.keyFiles(besides: path).verifierKeys
        guard let verifierKeys = try? String(contentsOfFile: keys, encoding: .utf8) else {
            throw .keysMissing(path: keys)
        }
        copier = Mutex(
            try LogCopier(
                origin: origin, verifierKeys: verifierKeys, outbox: Outbox(path: path),
                copiedSize: copiedSize, connect: connect))
        log.backlog.limit(
            to: backlogMax, copiedSize: copiedSize, onWrite: { [weak self] in self?.wake(Self.leisure) },
            onChange: { isFull, count in report(isFull ? .full(backlog: count) : .roomAgain) })
    }

    /// Compares for the first time, and goes on from then by itself.
    ///
    /// - Throws: What must not be served with: the copy contradicts the log, another gateway has the origin, or the database says no.
    ///   That it cannot be reached is no reason.
    public func begin() async throws(AuditError) {
        let refusal = await withCheckedContinuation { continuation in
            thread.async { [self] in continuation.resume(returning: firstStep()) }
        }
        if let refusal { throw refusal }
    }

    /// Copies the rest, if that does not take long, and ends the connection.
    public func end() async {
        await withCheckedContinuation { continuation in
            let once = Once { continuation.resume() }
            thread.async { [self] in
                _ = step(isLast: true)
                schedule.withLock { $0.hasEnded = true }
                copier.withLock { $0.end() }
                once.run()
            }
            // A server that does not answer must not keep the gateway from ending.
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { once.run() }
        }
    }

    private func wake(_ delay: DispatchTimeInterval) {
        let isFirst = schedule.withLock { schedule in
            defer { schedule.isDue = true }
            return !schedule.isDue && !schedule.hasEnded
        }
        guard isFirst else { return }
        thread.asyncAfter(deadline: .now() + delay) { [self] in
            schedule.withLock { $0.isDue = false }
            goOn()
        }
    }
}

// MARK: - On its thread

extension CopyService {
    private func firstStep() -> AuditError? {
        let begun = ContinuousClock.now
        while true {
            let done = step()
            switch done.state {
            case .following: return nil
            case .away(.databaseAway):
                retry(in: done.delay)
                return nil
            case .away(.copyShorter): Thread.sleep(forTimeInterval: 1)
            case .away(.originInUse) where begun.duration(to: .now) < Self.claimPatience:
                Thread.sleep(forTimeInterval: 1)
            case .away(let error), .refused(let error): return error
            }
        }
    }

    /// Runs whenever something was written: the log's own beat is something, so it is every ten seconds at the least.
    private func goOn() {
        guard !schedule.withLock(\.hasEnded) else { return }
        let done = step()
        if case .away = done.state { retry(in: done.delay) }
    }

    private func retry(in delay: Duration) {
        let isFirst = schedule.withLock { schedule in
            defer { schedule.isRetryDue = true }
            return !schedule.isRetryDue
        }
        guard isFirst else { return }
        let (seconds, attoseconds) = delay.components
        let time = DispatchTimeInterval.milliseconds(
            Int(seconds * 1_000 + attoseconds / 1_000_000_000_000_000))
        thread.asyncAfter(deadline: .now() + time) { [weak self] in
            guard let self else { return }
            schedule.withLock { $0.isRetryDue = false }
            goOn()
        }
    }

    /// - Returns: How it went; the last one records no peers, which would be written after it.
    private func step(isLast: Bool = false) -> LogCopier.Step {
        let now = start.duration(to: .now)
        let done = copier.withLock { copier in
            copier.step(at: now) { [self] size in
                log.backlog.copied(size)
                mark.write(size)
            }
        }
        if case .refused(let error) = done.state { log.backlog.fail(error) }
        if !isLast { for peer in done.peers { log.recordSoon(peer) } }
        tell(done)
        return done
    }

    private func tell(_ done: LogCopier.Step) {
        let count = log.backlog.count
        let news = told.withLock { told in
            var news = [CopyNews.backlog(count)]
            if told.state != done.state { news.append(.state(done.state, backlog: count)) }
            told.state = done.state
            return news + done.peerFaults.map { .peer($0, isNew: told.peerFaults.insert($0).inserted) }
        }
        news.forEach(report)
    }
}

extension AuditLog {
    fileprivate func recordSoon(_ peer: PeerNote) {
        // What could not be recorded shows in the log's own trouble; the peer is looked at again in any case.
        writer?.appendSoon(.peer(origin: peer.origin, note: peer.note)) { _ in }
    }
}

/// Runs something for whoever comes first.
private final class Once: Sendable {
    private let body: Mutex<(@Sendable () -> Void)?>

    init(_ body: @escaping @Sendable () -> Void) { self.body = Mutex(body) }

    func run() { body.withLock { $0.take() }?() }
}
