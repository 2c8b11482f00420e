import Synchronization

/// Lets a few in at a time, the others one after the other, and sends away who comes when too many wait.
final class AttachmentQueue: Sendable {
    /// How the waiting ended.
    enum Turn { case mine, full, cancelled }

    private typealias Waiter = CheckedContinuation<Turn, Never>

    private struct State {
        var free: Int
        var lastNumber = 0
        /// Have come and do not wait yet; who gives up meanwhile is taken out.
        var arriving: Set<Int> = []
        var waiting: [(number: Int, waiter: Waiter)] = []
    }

    private let state: Mutex<State>
    private let waitingCountMax: Int

    init(countMax: Int, waitingCountMax: Int) {
        state = Mutex(State(free: max(1, countMax)))
        self.waitingCountMax = waitingCountMax
    }

    /// Waits for a turn, which must be ended with `leave` if it is `mine`.
    func enter() async -> Turn {
        let number = state.withLock { state in
            state.lastNumber += 1
            state.arriving.insert(state.lastNumber)
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if let turn = turn(of: number, waiter) { waiter.resume(returning: turn) }
            }
        } onCancel: {
            giveUp(number)
        }
    }

    /// Ends a turn; who has waited longest is next.
    func leave() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as Waiter?
            }
            return state.waiting.removeFirst().waiter
        }
        next?.resume(returning: .mine)
    }

    /// The turn, if it is certain at once.
    private func turn(of number: Int, _ waiter: Waiter) -> Turn? {
        state.withLock { state in
            guard state.arriving.remove(number) != nil else { return .cancelled }
            if state.free > 0 {
                state.free -= 1
                return .mine
            }
            guard state.waiting.count < waitingCountMax else { return .full }
            state.waiting.append((number, waiter))
            return nil
        }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state in
            state.arriving.remove(number)
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                return nil as Waiter?
            }
            return state.waiting.remove(at: index).waiter
        }
        waiter?.resume(returning: .cancelled)
    }
}
