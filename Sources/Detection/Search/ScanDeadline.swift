/// When a scan must be done, however slow the machine and however nasty the text.
public struct ScanDeadline: Sendable {
    fileprivate let instant: ContinuousClock.Instant?

    /// Whenever it is done.
    public static let none = ScanDeadline(instant: nil)

    public static func at(_ instant: ContinuousClock.Instant) -> ScanDeadline {
        ScanDeadline(instant: instant)
    }

    private init(instant: ContinuousClock.Instant?) { self.instant = instant }
}

/// Looks at the clock now and then, while a scan goes on.
struct DeadlineWatch {
    /// Blocks of text and attempts of patterns between two looks.
    ///
    /// 64 attempts that each reach the match limit take about 13 ms; 64 blocks take a few microseconds.
    private static let stepCount = 64

    private let deadline: ContinuousClock.Instant?
    /// The first step looks: a request may have many short texts.
    private var left = 1

    init(_ deadline: ScanDeadline = .none) {
        self.deadline = deadline.instant
    }

    /// Counts one step.
    ///
    /// - Throws: `ScanError.deadline` if it is time.
    @inline(__always)
    mutating func step() throws(ScanError) {
        left &-= 1
        if left == 0 { try look() }
    }

    @inline(never)
    private mutating func look() throws(ScanError) {
        left = Self.stepCount
        if let deadline, ContinuousClock.now >= deadline { throw .deadline }
    }
}
