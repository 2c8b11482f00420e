import Synchronization

/// Memory that scanners use one after the other.
///
/// Making it costs more than scanning a kilobyte: arrays grow, and the compiled code's stack comes from the operating
/// system. Handed on, a scan of a clean text allocates nothing.
struct ScanMemory {
    var search = RuleSearch()
    var hits = SearchHits()
    var suspects = SuspectSearch()
    var views = ViewMemory()
    /// Matches that count, by start, not yet reported.
    var candidates: [Candidate] = []
    /// The same of rules on trial.
    var trials: [Candidate] = []
    /// Matches that count if a person is near, by start.
    var linkSeekers: [Candidate] = []
    /// Where persons are pointed at, as far as link seekers may still ask.
    var persons: [Range<Int>] = []
    var tagger = NameTagger()
    var publicNames = KnownPublicNames()
    var people = RosterMemory()
    /// The part of the text that is kept.
    var window: [UInt8] = []
    let scratch: PatternScratch

    init(scratch: PatternScratch) {
        self.scratch = scratch
    }

    /// Prepares for a new text.
    mutating func reset(for rules: CompiledRules, until deadline: ScanDeadline) {
        search.reset(for: rules)
        search.watch = DeadlineWatch(deadline)
        views.search.watch = search.watch
        suspects.reset()
        hits.removeAll()
        views.hits.removeAll()
        candidates.removeAll(keepingCapacity: true)
        trials.removeAll(keepingCapacity: true)
        publicNames.removeAll()
        people.removeAll()
        linkSeekers.removeAll(keepingCapacity: true)
        persons.removeAll(keepingCapacity: true)
        window.removeAll(keepingCapacity: true)
    }
}

/// What scanners that are done leave to those that come.
final class ScanMemoryPool: Sendable {
    /// More than scan at once on any machine that this runs on; the rest is given back.
    private static let keptCountMax = 64
    /// A larger window goes back to the system: one huge text must not hold memory for ever.
    private static let windowByteCountMax = 1 << 20

    private let free = Mutex<[ScanMemory]>([])

    /// Memory for a new text.
    ///
    /// Made ready here, where nobody else holds it: arrays that two hold are copied at the first change.
    func take(for rules: CompiledRules, until deadline: ScanDeadline) -> ScanMemory {
        var memory = free.withLock { $0.popLast() } ?? ScanMemory(scratch: PatternScratch())
        memory.reset(for: rules, until: deadline)
        return memory
    }

    func giveBack(_ memory: ScanMemory) {
        guard memory.window.capacity <= Self.windowByteCountMax else { return }
        free.withLock { free in
            if free.count < Self.keptCountMax { free.append(memory) }
        }
    }
}
