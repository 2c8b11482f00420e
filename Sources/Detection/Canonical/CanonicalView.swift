/// A text as a reader sees it, with a way back from each byte to the bytes that it came from.
///
/// Made in steps, each of which undoes one sort of disguise and leaves the rest: characters, escapes and encodings,
/// these once more (what was encoded may have been disguised before), markup, separators, spelling. Findings in it are
/// findings in the text; what the text itself shows is looked for in the text itself, so a step that goes wrong can
/// add a finding but never hide one.
struct CanonicalView {
    /// The view, in UTF-8 as far as the text was.
    private(set) var bytes: [UInt8] = []
    /// One for each step that changed something, the first step first; more are memory to be used again.
    private var maps: [OffsetMap] = []
    private var mapCount = 0
    private var rewriter = Rewriter()
    /// Which parts of it are something else than the text.
    private(set) var changes = ViewChanges()

    /// Encodings are undone this many times.
    static let depthMax = 2
    /// Nothing that is undone may make the text larger than this many times itself.
    ///
    /// No step here can; the test that crosses the limit tries all of them.
    static let growthMax = 4

    /// A view of nothing; its memory is used again for each text that it shows.
    init() {}

    /// The view of one text.
    init(of text: Span<UInt8>, kinds: SuspicionKinds = .rewritten) {
        show(text, kinds: kinds)
    }

    /// Reads a text in which these kinds of things are suspected.
    ///
    /// A step looks at the whole text if its own kind is suspected, and around what earlier steps changed: what they
    /// brought to light nobody has suspected yet. Only what is spelled out must be suspected, for prose is full of
    /// words that could be part of a number.
    mutating func show(_ text: Span<UInt8>, kinds: SuspicionKinds) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(0..<text.count, of: text)
        mapCount = 0
        changes.removeAll()
        if kinds.contains(.folded) { apply(CharacterFolding.rewrite, to: .whole) }
        for depth in 1...Self.depthMax {
            let before = mapCount
            apply(Escapes.rewrite, to: depth == 1 && kinds.contains(.escaped) ? .whole : .changes(margin: 0))
            apply(Islands.rewrite, to: depth == 1 && kinds.contains(.encoded) ? .whole : .changes(margin: 0))
            if mapCount == before { break }
            apply(CharacterFolding.rewrite, to: .changes(margin: 0))
        }
        apply(Markup.rewrite, to: kinds.contains(.markedUp) ? .whole : .changes(margin: Markup.byteCountMax))
        if kinds.contains(.spelled) { apply(SpelledOut.rewrite, to: .whole) }
        apply(
            SeparatedRuns.rewrite,
            to: kinds.contains(.separated) ? .whole : .changes(margin: SeparatedRuns.byteCountMax))
    }

    /// Whether the view shows anything that the text does not.
    var isChanged: Bool { mapCount > 0 }

    /// The bytes of the text that a part of the view came from; the part must not be empty.
    func source(of range: Range<Int>) -> Range<Int> {
        maps[..<mapCount].reversed().reduce(range) { range, map in map.source(of: range) }
    }

    /// Where a step looks.
    private enum Stretch {
        case whole
        /// The words that were changed, and so many bytes around them.
        case changes(margin: Int)
    }

    /// What one sort of disguise is undone by: it looks at these parts of the text, in order.
    private typealias Step = (Span<UInt8>, [Range<Int>], inout Rewriter) -> Void

    private mutating func apply(_ step: Step, to stretch: Stretch) {
        // Taken out, so that it can be read while the rest of the view changes.
        var text: [UInt8] = []
        swap(&text, &bytes)
        defer { swap(&text, &bytes) }
        let parts =
            switch stretch {
            case .whole: [0..<text.count]
            case .changes(let margin): changes.words(in: text.span, margin: margin)
            }
        guard !parts.isEmpty else { return }
        rewriter.reset()
        step(text.span, parts, &rewriter)
        guard rewriter.isChanged else { return }
        rewriter.finish(text.span)
        changes.carry(through: rewriter.map, of: text.count, to: rewriter.bytes.count)
        swap(&text, &rewriter.bytes)
        if mapCount == maps.count { maps.append(OffsetMap()) }
        swap(&maps[mapCount], &rewriter.map)
        mapCount += 1
    }
}
