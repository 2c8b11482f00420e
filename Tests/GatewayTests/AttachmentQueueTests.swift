import Testing

@testable import Gateway

@Suite struct `The queue of attachments` {
    @Test func `lets in as many as may`() async {
        let queue = AttachmentQueue(countMax: 2, waitingCountMax: 0)
        #expect(await queue.enter() == .mine)
        #expect(await queue.enter() == .mine)
        #expect(await queue.enter() == .full)
        queue.leave()
        #expect(await queue.enter() == .mine)
    }

    @Test func `gives a turn to each who waits`() async {
        let queue = AttachmentQueue(countMax: 1, waitingCountMax: 20)
        #expect(await queue.enter() == .mine)
        await withTaskGroup(of: AttachmentQueue.Turn.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let turn = await queue.enter()
                    if turn == .mine { queue.leave() }
                    return turn
                }
            }
            queue.leave()
            for await turn in group { #expect(turn == .mine) }
        }
        #expect(await queue.enter() == .mine)
    }

    @Test func `forgets who gives up`() async {
        let queue = AttachmentQueue(countMax: 1, waitingCountMax: 1)
        #expect(await queue.enter() == .mine)
        for _ in 0..<3 {
            let waiting = Task { await queue.enter() }
            waiting.cancel()
            #expect(await waiting.value == .cancelled)
        }
        queue.leave()
        #expect(await queue.enter() == .mine)
    }
}
