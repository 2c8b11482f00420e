/// Keeps entries in the order of their times, and says so where the clock does not.
///
/// A small step back is what time servers do: the entry gets the time of the one before. A large one is a fault or a trick, and
/// requests are refused while it may still be put right; then the log takes the new time and says that it did.
struct ClockGuard: Sendable {
    enum Ruling: Hashable {
        case take(Int64)
        case refuse(behind: Int64)
        /// The clock stays where it is: say so, then go on.
        case announce(from: Int64)
    }

    static let stepMilliseconds: Int64 = 2_000
    static let patience: Duration = .seconds(60)

    /// Of the newest entry.
    private(set) var newest: Int64
    private var refusingSince: Duration?

    init(newest: Int64) { self.newest = newest }

    /// - Parameters:
    ///   - milliseconds: What the clock says.
    ///   - uptime: What a clock says that nobody can set.
    /// - Returns: What to do about the entry.
    mutating func admit(_ milliseconds: Int64, uptime: Duration) -> Ruling {
        if milliseconds >= newest - Self.stepMilliseconds {
            refusingSince = nil
            newest = max(newest, milliseconds)
            return .take(newest)
        }
        let since = refusingSince ?? uptime
        refusingSince = since
        guard uptime - since >= Self.patience else { return .refuse(behind: newest - milliseconds) }
        defer {
            newest = milliseconds
            refusingSince = nil
        }
        return .announce(from: newest)
    }
}
