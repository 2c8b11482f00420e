import Synchronization

/// Scratch memory that scanners use one after the other.
///
/// Making it costs more than scanning a kilobyte: the compiled code's stack comes from the operating system.
final class ScratchPool: Sendable {
    /// More than scan at once on any machine that this runs on; the rest is given back.
    private static let keptCountMax = 64

    private let free = Mutex<[PatternScratch]>([])

    func take() -> PatternScratch { free.withLock { $0.popLast() } ?? PatternScratch() }

    func giveBack(_ scratch: PatternScratch) {
        free.withLock { free in
            if free.count < Self.keptCountMax { free.append(scratch) }
        }
    }
}
