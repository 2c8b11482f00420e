/// What finds names: the model, and the names of those whom everybody may name.
public struct NameFinder: Sendable {
    let model: NameModel
    /// Public figures, authors, characters, and what is called after somebody.
    let publicNames: TermSet

    /// Nil if the bytes are no model of this version.
    ///
    /// - Parameters:
    ///   - model: The bytes of a model's file.
    ///   - publicNames: Names of those whom everybody may name, where somebody teaches or asks.
    ///   - eponyms: What is called after somebody, and is nobody anywhere.
    public init?(model: [UInt8], publicNames: [String], eponyms: [String]) {
        guard let model = NameModel(file: model) else { return nil }
        self.model = model
        self.publicNames = TermSet([
            .init(words: publicNames, isCaseSensitive: false, owner: 0),
            .init(words: eponyms, isCaseSensitive: false, owner: Self.eponymOwner),
        ])
    }

    private static let eponymOwner = 1

    /// Where a part of a text names somebody public.
    ///
    /// The surname alone counts once the whole name was there. A single word that is the name of many, such as the
    /// forename of a character, counts only in a lesson: where several others are named.
    func publicNames(
        in text: Span<UInt8>,
        range: Range<Int>,
        _ known: inout KnownPublicNames
    ) -> PublicNames {
        var found: [PublicNames.Found] = []
        publicNames.forEachMatch(in: text, from: range) { owner, start, end in
            // Half of a double-barrelled name is somebody else.
            guard !text.isJoined(before: start), !text.isJoined(after: end) else { return }
            var tokenizer = NameTokenizer()
            tokenizer.run(text, in: start..<end)
            let words = tokenizer.tokens.filter(\.isWord)
            let spread = spread(of: words)
            if spread != .usual { known.note(words) }
            found.append(
                .init(
                    bytes: start..<end, spread: spread, isEponym: owner == Self.eponymOwner,
                    isInCapitals: words.allSatisfy { $0.shape == .capitals }))
        }
        return PublicNames(found: found, known: known)
    }

    /// How many private persons have the name too.
    private func spread(of words: [NameToken]) -> PublicNames.Spread {
        guard let first = words.first.map({ model.lexicon[$0.key] }), let last = words.last else {
            return .none
        }
        if words.count == 1 { return first.forename >= 2 || first.surname >= 2 ? .usual : .none }
        let surname = model.lexicon[last.key].surname
        guard words.count == 2, first.forename >= 2, surname >= 1 else { return .none }
        return first.forename >= 3 && surname >= 3 ? .usual : .some
    }
}

/// Whom a text has named so far of those whom everybody may name.
struct KnownPublicNames {
    private var names: Set<UInt64> = []
    private var surnames: Set<UInt64> = []
    private var forenames: Set<UInt64> = []

    /// What the text is about, as far as it was read.
    fileprivate private(set) var subject = TextSubject()

    /// So many different ones make a text a lesson.
    private static let lessonCountMin = 3

    mutating func removeAll() {
        names.removeAll(keepingCapacity: true)
        surnames.removeAll(keepingCapacity: true)
        forenames.removeAll(keepingCapacity: true)
        subject = TextSubject()
    }

    /// Notes what the next part of the text is about; to be called once for each.
    mutating func read(_ part: TextSubject) { subject.add(part) }

    fileprivate mutating func note(_ words: [NameToken]) {
        names.insert(words.reduce(0) { KeyHash.hash($0 ^ $1.key) })
        guard words.count > 1, let first = words.first, let last = words.last else { return }
        surnames.insert(last.key)
        forenames.insert(first.key)
    }

    var isLesson: Bool { subject.isLesson || names.count >= Self.lessonCountMin }

    fileprivate func holds(_ key: UInt64) -> Bool {
        surnames.contains(key) || isLesson && forenames.contains(key)
    }
}

/// Where a part of a text names somebody public.
struct PublicNames {
    /// How many private persons share a name.
    enum Spread {
        case none, some, usual
    }

    struct Found {
        let bytes: Range<Int>
        let spread: Spread
        let isEponym: Bool
        /// As registers have surnames.
        let isInCapitals: Bool
    }

    fileprivate let found: [Found]
    fileprivate let known: KnownPublicNames
    private var subject: TextSubject { known.subject }

    /// How likely a person must be to count here: in a lesson, and among public names, most names are nobody's.
    var likelihoodMin: Float { max(subject.likelihoodMin, known.isLesson ? 0.8 : 0) }

    /// Whether the words of school prevail.
    var areTaught: Bool { subject.teaches }

    /// Whether a name that stands elsewhere for sure is more often somebody else's here.
    var areOfLesson: Bool { known.isLesson || subject.lessonLikelihoodMin > 0 }

    /// The same for a name by whether somebody else is named here for sure, and whether a usual forename starts it.
    func likelihoodMin(isInCompany: Bool, isWhole: Bool) -> Float {
        let support =
            !subject.heedsCompany || !isInCompany && !isWhole
            ? subject.lonelyLikelihoodMin : isInCompany ? 0 : subject.wholeLikelihoodMin
        return max(likelihoodMin, support)
    }

    /// Whether a name that private persons have as well means the public one here.
    private func isMeant(_ found: Found) -> Bool {
        guard found.isEponym || subject.mayTeach || known.isLesson else { return false }
        return switch found.spread {
        case .none: true
        case .some: !subject.isPersonal || known.isLesson || subject.teaches
        case .usual: subject.isImpersonal || known.isLesson || subject.teaches && !found.isInCapitals
        }
    }

    /// Whether a name is that of somebody public.
    func cover(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
        // A word more at the start of a sentence makes nobody else of them: “Reading Mary Shelley”.
        let isFound = found.contains { found in
            found.bytes.clamped(to: name).count * 5 >= name.count * 3 && isMeant(found)
        }
        if isFound { return true }
        var tokenizer = NameTokenizer()
        tokenizer.run(text, in: name)
        return subject.mayTeach && tokenizer.tokens.count == 1 && known.holds(tokenizer.tokens[0].key)
    }
}

extension Span<UInt8> {
    /// Whether a hyphen joins what ends before a place to it.
    fileprivate func isJoined(before place: Int) -> Bool {
        place >= 2 && self[place - 1] == UInt8(ascii: "-") && self[place - 2].isASCIILetter
    }

    /// Whether a hyphen joins another name to what ends at a place.
    fileprivate func isJoined(after place: Int) -> Bool {
        place + 1 < count && self[place] == UInt8(ascii: "-") && (0x41...0x5A).contains(self[place + 1])
    }
}
