import Detection
import Foundation

/// Puts together what is known of words: lists of names, the dictionary, places, and what the training texts show.
struct LexiconBuilder {
    private var entries: [UInt64: NameLexicon.Entry] = [:]

    /// Rarer surnames than so many are left out: the model has to be small.
    private static let surnameCountMax = 34_000

    init(
        _ lists: WordLists, origins: [NameSource.Origin], texts: [AnnotatedText], lessons: [AnnotatedText],
        notes: [AnnotatedText],
        foreign: [String]
    ) {
        addNames(lists)
        for origin in origins {
            for name in origin.forenames.flatMap({ $0.split(whereSeparator: { $0 == "-" || $0 == " " }) }) {
                change(name) { $0.raise(forename: 2) }
            }
            for name in origin.surnames.flatMap({ $0.split(whereSeparator: { $0 == "-" || $0 == " " }) }) {
                change(name) { $0.raise(surname: 2) }
            }
        }
        addWords(lists, texts)
        for word in lists.placeWords { set(.place, word) }
        addOwnWords()
        addNever(texts)
        for word in foreign { addForeign(word) }
        addTones(lessons, notes)
    }

    var lexicon: NameLexicon { NameLexicon(entries) }
    var count: Int { entries.count }

    /// The key of a single word, as the tokeniser makes it; nil for what is none.
    static func key(_ word: some StringProtocol) -> UInt64? {
        let bytes = Array(word.utf8)
        var tokenizer = NameTokenizer()
        tokenizer.run(bytes.span, in: 0..<bytes.count)
        return tokenizer.tokens.count == 1 && tokenizer.tokens[0].isWord ? tokenizer.tokens[0].key : nil
    }

    private mutating func change(_ word: some StringProtocol, _ body: (inout NameLexicon.Entry) -> Void) {
        guard let key = Self.key(word) else { return }
        body(&entries[key, default: NameLexicon.Entry()])
    }

    private mutating func set(_ flag: NameLexicon.Flag, _ word: some StringProtocol) {
        change(word) { $0.bits |= flag.rawValue }
    }

    private mutating func addNames(_ lists: WordLists) {
        for (name, count) in lists.forenames where count >= 6 {
            let strength: UInt16 = count >= 3_000 ? 3 : count >= 150 ? 2 : 1
            for part in name.split(separator: "-") { change(part) { $0.raise(forename: strength) } }
        }
        for name in lists.headForenames { change(name) { $0.raise(forename: 2) } }
        for (rank, name) in lists.surnames.prefix(Self.surnameCountMax).enumerated() {
            change(name) { $0.raise(surname: rank < 2_000 ? 3 : rank < 15_000 ? 2 : 1) }
        }
        for (name, count) in lists.headSurnames {
            for part in name.split(separator: "-") { change(part) { $0.raise(surname: count >= 15 ? 3 : 2) } }
        }
    }

    /// How usual a word is comes from how often the texts have it in small letters.
    private mutating func addWords(_ lists: WordLists, _ texts: [AnnotatedText]) {
        var counts: [UInt64: Int] = [:]
        forEachToken(texts) { token, _ in
            if token.kind == .word, token.shape == .small { counts[token.key, default: 0] += 1 }
        }
        for word in lists.words {
            let count = Self.key(word).map { counts[$0] ?? 0 } ?? 0
            let rank = lists.frequentNames[word] ?? .max
            let strength: UInt16 = count >= 150 || rank < 600 ? 3 : count >= 4 || rank < 5_000 ? 2 : 1
            change(word) { $0.raise(word: strength) }
        }
        for (key, count) in counts where count >= 25 {
            entries[key, default: NameLexicon.Entry()].raise(word: count >= 150 ? 3 : 2)
        }
    }

    private mutating func addOwnWords() {
        func set(_ flag: NameLexicon.Flag, _ words: String) {
            for word in words.split(whereSeparator: \.isWhitespace) { self.set(flag, word) }
        }
        set(
            .title,
            "mr mrs miss ms mx dr doctor sir madam madame prof professor rev reverend fr father sister brother sr lady lord dame judge captain cllr councillor"
        )
        set(
            .role,
            """
            mum mums mother mam mummy dad dads father daddy nan nanna gran grandma grandad grandfather grandmother aunt auntie uncle stepdad \
            stepmum stepfather stepmother carer carers parent parents guardian son daughter sister brother cousin partner husband wife friend \
            teacher tutor head headteacher ht dht aht slt senco sendco ta lsa hlta cover supply governor governors chair clerk bursar \
            caretaker receptionist pupil pupils student students child boy girl lad kid candidate applicant nurse counsellor \
            coordinator lead leader dsl ddsl mentor coach colleague staff technician secretary administrator
            """)
        set(
            .calendar,
            """
            january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct \
            nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun spring summer \
            autumn winter easter christmas lent michaelmas
            """)
        set(
            .organisation,
            """
            school schools academy academies college university primary secondary infant infants junior juniors nursery grammar ltd limited \
            plc inc llp council trust hospital surgery clinic centre church chapel club fc united city rovers bank group company foundation \
            charity services service department agency association society institute federation police court house
            """)
        set(
            .street,
            """
            road street lane avenue close drive way court place crescent grove terrace gardens square row walk hill rise mews park green view
            """)
        set(
            .particle,
            "de van der den von zu al el ul bin ibn binti bint da das dos do di del della la le du ap ab ferch mac mc st y e ter ten abu abd ur"
        )
    }

    /// Frequent words that are never part of a name.
    private mutating func addNever(_ texts: [AnnotatedText]) {
        var seen: [UInt64: (all: Int, inName: Int)] = [:]
        forEachToken(texts) { token, kind in
            guard token.kind == .word else { return }
            seen[token.key, default: (0, 0)].all += 1
            if kind != nil { seen[token.key, default: (0, 0)].inName += 1 }
        }
        for (key, counts) in seen where counts.all >= 15 && counts.inName * 400 <= counts.all {
            guard var entry = entries[key], entry.word >= 2, entry.forename < 2, !entry.has(.calendar) else {
                continue
            }
            entry.bits |= NameLexicon.Flag.never.rawValue
            entries[key] = entry
        }
    }

    /// A common word of another language, as language lessons are full of them.
    private mutating func addForeign(_ word: String) {
        change(word) { entry in
            if entry.forename == 0, entry.surname == 0 {
                entry.raise(word: 1)
                entry.bits |= NameLexicon.Flag.never.rawValue
            } else if entry.forename < 2, entry.surname < 2 {
                entry.raise(word: 2)
            }
        }
    }

    /// Words that tell lessons from notes about somebody: by how many more of the ones hold them than of the others.
    private mutating func addTones(_ lessons: [AnnotatedText], _ notes: [AnnotatedText]) {
        func counts(_ texts: [AnnotatedText]) -> (words: [UInt64: Double], all: Double) {
            var counts: [UInt64: Double] = [:]
            var all = 0.0
            for text in texts {
                var seen: Set<UInt64> = []
                forEachToken([text]) { token, kind in
                    if token.kind == .word, kind == nil, token.length > 2 { seen.insert(token.key) }
                }
                for key in seen { counts[key, default: 0] += 1 }
                all += Double(seen.count)
            }
            return (counts, all)
        }
        let (taught, noted) = (counts(lessons), counts(notes))
        for key in Set(taught.words.keys).union(noted.words.keys) {
            let (a, b) = (taught.words[key] ?? 0, noted.words[key] ?? 0)
            guard a + b >= 5 else { continue }
            let odds = log((a + 0.7) / (taught.all + 1)) - log((b + 0.7) / (noted.all + 1))
            let tone: UInt16 = odds > 1.8 ? 2 : odds > 0.9 ? 1 : odds < -0.9 ? 3 : 0
            if tone > 0 { entries[key, default: NameLexicon.Entry()].bits |= tone << 14 }
        }
    }

    private func forEachToken(_ texts: [AnnotatedText], _ body: (NameToken, AnnotatedText.Kind?) -> Void) {
        var tokenizer = NameTokenizer()
        for text in texts {
            tokenizer.run(text.text.span, in: 0..<text.text.count)
            for token in tokenizer.tokens {
                body(token, text.spans.first { $0.bytes.overlaps(token.bytes) }?.kind)
            }
        }
    }
}

extension NameLexicon.Entry {
    fileprivate mutating func raise(forename strength: UInt16) { raise(strength, at: 0) }
    fileprivate mutating func raise(surname strength: UInt16) { raise(strength, at: 2) }
    fileprivate mutating func raise(word strength: UInt16) { raise(strength, at: 4) }

    private mutating func raise(_ strength: UInt16, at bit: UInt16) {
        let old = bits >> bit & 3
        if strength > old { bits = bits & ~(3 << bit) | strength << bit }
    }
}
