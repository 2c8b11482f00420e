/// A text as a reader sees it, with a way back from each byte to the bytes that it came from.
///
/// Made in steps, each of which undoes one sort of disguise and leaves the rest: characters, escapes and encodings,
/// these once more (what was encoded may have been disguised before), markup, separators, spelling. Findings in it are
/// findings in the text; what the text itself shows is looked for in the text itself, so a step that goes wrong can
/// add a finding but never hide one.
struct CanonicalView {
    /// The view, in UTF-8 as far as the text was.
    private(set) var bytes: [UInt8]
    /// One for each step that changed something, the first step first.
    private var maps: [OffsetMap] = []

    /// Encodings are undone this many times.
    static let depthMax = 2
    /// Nothing that is undone may make the text larger than this many times itself.
    ///
    /// No step here can; the test that crosses the limit tries all of them.
    static let growthMax = 4

    /// Reads a text in which these kinds of things are suspected.
    ///
    /// A step is taken if its own kind is suspected, or if an earlier one changed something: what it brought to light
    /// nobody has suspected yet. Only what is spelled out must be suspected, for prose is full of words that could be
    /// part of a number.
    init(of text: Span<UInt8>, kinds: SuspicionKinds = .rewritten) {
        bytes = []
        bytes.append(0..<text.count, of: text)
        apply(CharacterFolding.rewrite, if: kinds.contains(.folded))
        for _ in 0..<Self.depthMax {
            let before = maps.count
            apply(Escapes.rewrite, if: kinds.contains(.escaped))
            apply(Islands.rewrite, if: kinds.contains(.encoded))
            if maps.count == before { break }
            apply(CharacterFolding.rewrite, if: true)
        }
        apply(Markup.rewrite, if: kinds.contains(.markedUp))
        if kinds.contains(.spelled) { apply(SpelledOut.rewrite, if: true) }
        apply(SeparatedRuns.rewrite, if: kinds.contains(.separated))
    }

    /// Whether the view shows anything that the text does not.
    var isChanged: Bool { !maps.isEmpty }

    /// The bytes of the text that a part of the view came from; the part must not be empty.
    func source(of range: Range<Int>) -> Range<Int> {
        maps.reversed().reduce(range) { range, map in map.source(of: range) }
    }

    private mutating func apply(_ rewrite: (Span<UInt8>, inout Rewriter) -> Void, if isSuspected: Bool) {
        guard isSuspected || isChanged else { return }
        var rewriter = Rewriter()
        rewrite(bytes.span, &rewriter)
        guard rewriter.isChanged else { return }
        rewriter.finish(bytes.span)
        bytes = rewriter.bytes
        maps.append(rewriter.map)
    }
}
