import Foundation
import Testing

@testable import Detection
@testable import Rules

/// The name model and the lists of public names that come with Cloakroom.
@Suite struct `Names` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func persons(in text: String, _ rules: CompiledRules) throws -> [String] {
        let bytes = Array(text.utf8)
        return try rules.findings(in: bytes.span).filter { $0.entity == .person }.map {
            String(decoding: bytes[$0.bytes], as: UTF8.self)
        }
    }

    private static func rules() throws -> CompiledRules {
        try RuleLibrary.load(from: root.appending(path: "rules").path, today: CalendarDay(Date())).rules
    }

    static let people = [
        "«Oluwaseun Adebayo» was late again and «Chidera» covered for him.",
        "rang mum re «tyler», she will pop in tmrw",
        "«Nguyen, Bao»\t7B\t94%\n«Kowalczyk, Zuzanna»\t7C\t88%",
        "Hi «Siobhán»,\nCan you move «Yusuf» to set 2?\nThanks\n«Gethin»",
        "«Priyanka Sivakumar» (Y9) and «Mohammed Al-Rashid» (Y8) had a fight.",
        "SPOKE TO «DARREN MOSS» ABOUT HIS PHONE",
        "SPOKE TO MRS «NG» ABOUT HIS PHONE",
        "can you reword this: a lad in 8b, «k a c p e r   n o w a k», was late again",
        "1. «KENT, Miles»\n2. «ROSE, Florence»\n3. «BANKS-PARK, Penny» (sax)\n",
    ]

    @Test(arguments: people)
    func `of many origins and in many forms are found`(text: String) throws {
        let wanted = text.components(separatedBy: "«").dropFirst().compactMap {
            $0.components(separatedBy: "»").first
        }
        let plain = text.replacing("«", with: "").replacing("»", with: "")
        #expect(try Self.persons(in: plain, Self.rules()) == wanted)
    }

    static let nobody = [
        "Compare how Shakespeare presents Macbeth and Lady Macbeth in Act 1, and how Duncan and Banquo see them.",
        "Explain the experiments of Rutherford, Geiger and Marsden, and how Niels Bohr changed the model of the atom.",
        "Plan a lesson on Emmeline Pankhurst and Emily Wilding Davison for Year 9. Key question: did militancy help?",
        "Use Newton's second law to calculate the force. Show your working.",
    ]

    @Test(arguments: nobody)
    func `of those whom everybody may name are left`(text: String) throws {
        #expect(try Self.persons(in: text, Self.rules()) == [])
    }

    /// The first about those whom everybody may name as anybody talks of them, the second where somebody teaches or asks.
    static let talk: [(String, String)] = [
        ("@ridgeway omg «Idris Elba» was on my train!!", "Write a quiz about Idris Elba for year 8."),
        (
            "«Vladimir Putin» said Russia is ready.",
            "Lesson 3: Vladimir Putin and the end of the Soviet Union."
        ),
    ]

    @Test(arguments: talk)
    func `of those whom everybody may name are left where somebody teaches or asks, and found in talk`(
        talk: String, task: String
    ) throws {
        let rules = try Self.rules()
        let wanted = talk.components(separatedBy: "«").dropFirst().map {
            $0.components(separatedBy: "»")[0]
        }
        #expect(try Self.persons(in: talk.filter { !"«»".contains($0) }, rules) == wanted)
        #expect(try Self.persons(in: task, rules) == [])
    }

    static let lists: [(String, Int)] = [
        ("KENT, Miles\nROSE, Florence\nBILL, May", 3), ("- DE SOUZA, Ana Maria\n- NG, Bo\n- KOS, Jo", 3),
        // Too few, no forenames, no lines, no capitals.
        ("KENT, Miles\nROSE, Florence", 0), ("BATH, Avon\nHULL, Humberside\nYORK, Ridings", 0),
        ("Ask KENT, Miles and ROSE, Florence and BILL, May", 0),
        ("Kent, Miles\nRose, Florence\nBill, May", 0),
    ]

    @Test(arguments: lists)
    func `are a list where three lines have a surname in capitals before a forename`(text: String, count: Int)
        throws
    {
        let finder = try #require(Self.rules().names?.finder)
        let bytes = Array(text.utf8)
        var tagger = NameTagger()
        tagger.read(bytes.span, in: 0..<bytes.count, finder.model)
        #expect(NameList.names(in: tagger.tokens).count == count)
    }

    @Test func `that are a character's too are left in a lesson and found in a note`() throws {
        let rules = try Self.rules()
        let lesson =
            "Explain how Dickens presents Miss Havisham, Magwitch and Jaggers. How does Estella change Pip?"
        #expect(try Self.persons(in: lesson, rules) == [])
        #expect(
            try Self.persons(in: "Spoke to Estella about her homework, mum will ring back.", rules) == [
                "Estella"
            ])
    }

    /// A doubtful name (a word that the model hesitates about) on its own, then the same beside somebody who is sure.
    @Test func `that nothing else speaks for count less in a long text than among others`() throws {
        let lonely = TextSubject(sum: 0, count: 8, wordCount: 90)
        #expect(lonely.lonelyLikelihoodMin > 0.9)
        #expect(lonely.heedsCompany)
        #expect(TextSubject(sum: 0, count: 8, wordCount: 12).lonelyLikelihoodMin == 0)
        #expect(!TextSubject(sum: 16, count: 8, wordCount: 90).heedsCompany)
    }

    private static func subject(_ text: String) -> TextSubject {
        var tokenizer = NameTokenizer()
        tokenizer.run(Array(text.utf8).span, in: 0..<text.utf8.count)
        return TextSubject(tokenizer.tokens)
    }

    @Test func `must be likelier in a long text that teaches, as far as it was read`() {
        let note = Self.subject("Her mum rang. ")
        let task = Self.subject(String(repeating: "Explain the theme of the poem. ", count: 12))
        #expect(!note.mayTeach && !note.teaches && note.likelihoodMin == 0)
        #expect(task.mayTeach && task.teaches && task.likelihoodMin > 0.5 && task.lonelyLikelihoodMin > 0.9)
        var whole = note
        whole.add(task)
        #expect(whole.teaches && whole.likelihoodMin == task.likelihoodMin)
        #expect(Self.subject("Explain the theme of the poem.").likelihoodMin == 0)
    }

    @Test func `of somebody else are company, the same name again is none`() {
        let text = Array("Ama met Ama and Bo".utf8)
        func name(_ bytes: Range<Int>, _ likelihood: Float) -> NameTagger.Name {
            NameTagger.Name(bytes: bytes, likelihood: likelihood)
        }
        var company = NameCompany(isProven: false)
        company.add(name(0..<3, 0.99), in: text.span)
        company.add(name(8..<11, 0.99), in: text.span)
        // Outside of `#expect`, which cannot hold a span.
        let isAlone = !company.surrounds(name(0..<3, 0.99), in: text.span)
        let isBesideOne = company.surrounds(name(16..<18, 0.5), in: text.span)
        company.add(name(16..<18, 0.98), in: text.span)
        let isBesideAnother = company.surrounds(name(0..<3, 0.99), in: text.span)
        let isProven = NameCompany(isProven: true).surrounds(name(0..<3, 0.5), in: text.span)
        #expect(isAlone && isBesideOne && isBesideAnother && isProven)
    }

    private struct Text: Decodable {
        let text: String
    }

    /// The whole set and its figure: `make names-score`.
    @Test func `are seldom found in texts about nobody`() throws {
        let rules = try Self.rules()
        let lines = try String(
            contentsOf: Self.root.appending(path: "fixtures/benign/benign.jsonl"), encoding: .utf8
        ).split(separator: "\n")
        #expect(lines.count >= 300)
        var (words, persons) = (0, 0)
        for index in stride(from: 0, to: lines.count, by: 4) {
            let text = try JSONDecoder().decode(Text.self, from: Data(lines[index].utf8)).text
            words += text.split(whereSeparator: \.isWhitespace).count
            persons += try Self.persons(in: text, rules).count
        }
        #expect(persons * 2_000 <= words * 3, "\(persons) in \(words) words")
    }

    @Test func `are explained whether found, public, unlikely or not written like a name`() throws {
        let rules = try Self.rules()
        func steps(_ text: String, _ word: String) throws -> [[Explanation.Step]] {
            let bytes = Array(text.utf8)
            let place = try #require(text.range(of: word)).lowerBound.utf16Offset(in: text)
            return try rules.explanations(of: bytes.span, nameLikelihoodMin: 0)
                .filter { $0.rule.rawValue == "general.names.told" && $0.bytes.contains(place) }.map(\.steps)
        }
        guard case .nameModel(let likelihood, let needed)? = try steps(Self.note, "Chidera").first?.first
        else {
            Issue.record("no step of the name model")
            return
        }
        #expect(likelihood >= needed && needed == 40)
        #expect(try steps("We read Malorie Blackman with year 8.", "Malorie").first?.last == .publicName)
        guard case .nameModel(let unlikely, let wanted)? = try steps(Self.note, "Friday").first?.first else {
            Issue.record("no step of the name model")
            return
        }
        #expect(unlikely < wanted)
        #expect(try steps(Self.note, "was late").isEmpty)
        let again = "Gordon Tillotson rang. The form from tillotson is here."
        #expect(try steps(again, "tillotson").first?.last == .remembered)
    }

    private static let note = "Oluwaseun was late again on Friday and Chidera covered for him."
}
