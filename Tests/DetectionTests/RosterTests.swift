import Testing

@testable import Detection

/// Who is found in a text with a roster of a few invented people, without a name model.
@Suite struct `The roster` {
    static let keys = RosterKeys(Array(0..<32))

    static let people = [
        RosterPerson(
            role: .pupil, forenames: ["Katarzyna", "Kasia"], middleNames: ["Maria"], surnames: ["Wójcik"],
            values: [
                .init(kind: .upn, text: "Z000000026001"), .init(kind: .username, text: "18kwojcik"),
                .init(kind: .email, text: "K.Wojcik@school.example"),
                .init(kind: .candidateNumber, text: "4071"),
            ], birthDate: 20_140_903),
        RosterPerson(role: .pupil, forenames: ["Seán"], surnames: ["O'Neil"]),
        RosterPerson(role: .pupil, forenames: ["Anne"], surnames: ["Frank"]),
        RosterPerson(role: .pupil, forenames: ["Lacey-Mae"], surnames: ["Marsh-Odukoya"]),
        RosterPerson(role: .parent, forenames: ["Luuk"], surnames: ["van der Berg"]),
        RosterPerson(role: .staff, forenames: ["Katherine"], surnames: ["Beddoes"]),
        RosterPerson(role: .staff, forenames: ["Ines"], surnames: ["Wójcik"]),
    ]

    static func roster() throws -> Roster {
        var builder = RosterBuilder(keys: try #require(keys))
        for person in people { _ = builder.add(person) }
        return builder.build()
    }

    static func rules() throws -> CompiledRules {
        try CompiledRules(
            compiling: [Rule(id: RuleID("r"), title: "r", entity: .person, matcher: .roster, confidence: 90)],
            roster: roster())
    }

    private static let shared = Result { try rules() }

    /// The findings as `ENTITY=text`.
    static func found(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try shared.get().findings(in: bytes.span).map {
            "\($0.entity.rawValue)=\(String(decoding: bytes[$0.bytes], as: UTF8.self))"
        }
    }

    @Test(arguments: [
        ("Katarzyna Wójcik", "Katarzyna Wójcik"), ("KATARZYNA WOJCIK", "KATARZYNA WOJCIK"),
        ("katarzyna wojcik", "katarzyna wojcik"), ("Kasia Wójcik", "Kasia Wójcik"),
        ("Kasia Wójcik's mum", "Kasia Wójcik"), ("Katarzyna Maria Wójcik", "Katarzyna Maria Wójcik"),
        ("Katarzyna M. Wójcik", "Katarzyna M. Wójcik"), ("Wójcik, Kasia", "Wójcik, Kasia"),
        ("WÓJCIK Katarzyna Maria", "WÓJCIK Katarzyna Maria"), ("K. Wójcik", "K. Wójcik"),
        ("K Wojcik", "K Wojcik"), ("Wójcik, K", "Wójcik, K"), ("Wojcik;Kasia", "Wojcik;Kasia"),
        ("| Wójcik | Kasia |", "Wójcik | Kasia"), ("Wójcik\tKasia", "Wójcik\tKasia"),
        ("Sean O'Neil", "Sean O'Neil"), ("Seán O’Neil", "Seán O’Neil"), ("sean oneil", "sean oneil"),
        ("Sean O Neil", "Sean O Neil"), ("SEAN O'NEIL", "SEAN O'NEIL"),
        ("Lacey-Mae Marsh-Odukoya", "Lacey-Mae Marsh-Odukoya"),
        ("Lacey Mae Marsh Odukoya", "Lacey Mae Marsh Odukoya"), ("Lacey Marsh", "Lacey Marsh"),
        ("LaceyMae MarshOdukoya", "LaceyMae MarshOdukoya"), ("Lacey-Mae Odukoya", "Lacey-Mae Odukoya"),
        ("K a s i a  W o j c i k", "K a s i a  W o j c i k"),
    ])
    func `finds a pupil in every form of the full name`(text: String, name: String) throws {
        #expect(try Self.found("Here \(text) is late.") == ["PUPIL=\(name)"])
        #expect(try Self.found(text) == ["PUPIL=\(name)"])
    }

    @Test(arguments: [
        ("Luuk van der Berg", "PARENT=Luuk van der Berg"),
        ("Van der Berg, Luuk", "PARENT=Van der Berg, Luuk"),
        ("Mr van der Berg", "PARENT=van der Berg"), ("Katherine Beddoes", "STAFF=Katherine Beddoes"),
        ("Kate Beddoes", "STAFF=Kate Beddoes"), ("Katie Beddoes", "STAFF=Katie Beddoes"),
        ("Mrs Beddoes", "STAFF=Beddoes"), ("Dr. Beddoes", "STAFF=Beddoes"),
        ("Mr & Mrs Beddoes", "STAFF=Beddoes"),
        // Two have the surname: behind a title it is the grown-up's.
        ("Ms Wójcik", "STAFF=Wójcik"), ("Ines Wojcik", "STAFF=Ines Wojcik"),
    ])
    func `tells roles apart`(text: String, finding: String) throws {
        #expect(try Self.found("Ask \(text) today") == [finding])
    }

    @Test(arguments: [
        "Kasia is late.", "Katherine and Anne came", "kasia", "Luuk's idea", "KATARZYNA", "Lacey-Mae laughed",
        "Kasia (8R)", "Maria Callas", "Kasia and Beddoes",
    ])
    func `never finds a forename alone`(text: String) throws {
        #expect(try Self.found(text) == [])
    }

    @Test(arguments: [
        ("Wójcik is a name.", []), ("The Berg family name", ["PARENT=Berg"]),
        ("Beddoes in 8R", ["STAFF=Beddoes"]),
        ("Beddoes, Year 8", ["STAFF=Beddoes"]), ("Beddoes says so.", []),
        ("mum of Beddoes rang", ["STAFF=Beddoes"]),
        ("Beddoes's dad rang", ["STAFF=Beddoes"]), ("SENCO saw Beddoes", ["STAFF=Beddoes"]),
        ("Beddoes, detention on Friday", ["STAFF=Beddoes"]), ("At 7pm Beddoes plays", []),
        ("Katherine B. is on the SEN list", ["STAFF=Katherine B"]), ("Katherine B. rang", []),
        ("the beddoes dad rang", ["STAFF=beddoes"]),
    ])
    func `finds a surname alone only beside what says so`(text: String, findings: [String]) throws {
        #expect(try Self.found(text) == findings)
    }

    @Test func `finds parts of a name where the text names the person in full, before or behind`() throws {
        #expect(
            try Self.found("Kasia came. Katarzyna Wójcik left. Wójcik and Kasia again, and Beddoes.") == [
                "PUPIL=Kasia", "PUPIL=Katarzyna Wójcik", "PUPIL=Wójcik", "PUPIL=Kasia",
            ])
        let far = String(repeating: "nothing here to see. ", count: 2_000)
        #expect(try Self.found("Kasia came. \(far)Katarzyna Wójcik left.") == ["PUPIL=Katarzyna Wójcik"])
        #expect(try Self.found("Katarzyna Wójcik. \(far)Kasia.").count == 2)
    }

    @Test func `says who it is, if it is one`() throws {
        func persons(_ text: String) throws -> [Int?] {
            let bytes = Array(text.utf8)
            return try Self.shared.get().findings(in: bytes.span).map { $0.person?.number }
        }
        #expect(try persons("Kasia Wójcik, Kasia, Wójcik, Z000000026001") == [1, 1, 1, 1])
        #expect(try persons("Miss Wójcik") == [nil])
        #expect(try persons("Ines Wójcik. Miss Wójcik") == [7, 7])
    }

    @Test(arguments: [
        ("It is Z000000026001.", ["UPN=Z000000026001"]), ("Z000000026002", []),
        ("mail k.wojcik@school.example now", ["EMAIL=k.wojcik@school.example"]),
        ("log in as 18KWojcik", ["USERNAME=18KWojcik"]), ("room 4071", []),
        ("candidate 4071", ["CANDIDATE_NUMBER=4071"]),
        ("Kasia Wójcik sat as 4071", ["PUPIL=Kasia Wójcik", "CANDIDATE_NUMBER=4071"]),
        ("on 03/09/2014", []), ("Ines Wójcik 03/09/2014", ["STAFF=Ines Wójcik"]),
        ("Kasia Wójcik (03/09/2014)", ["PUPIL=Kasia Wójcik", "DATE_OF_BIRTH=03/09/2014"]),
        ("Kasia Wójcik, 3 September 2014", ["PUPIL=Kasia Wójcik", "DATE_OF_BIRTH=3 September 2014"]),
        ("2014-09-03 Kasia Wójcik", ["PUPIL=Kasia Wójcik", "DATE_OF_BIRTH=2014-09-03"]),
    ])
    func `finds what belongs to one person`(text: String, findings: [String]) throws {
        #expect(Set(try Self.found(text)) == Set(findings))
    }

    @Test(arguments: [
        "Ka\u{200B}sia W\u{200B}ójcik", "Kаsia Wоjcik", "K&#97;sia W&oacute;jcik", "Kasia%20Wojcik",
    ])
    func `sees through disguises`(text: String) throws {
        #expect(try Self.found("then \(text) came") == ["PUPIL=\(text)"])
    }

    @Test func `finds the same wherever the text is cut`() throws {
        let text = Array(
            "Kasia came. Mrs Beddoes saw K&#97;sia W&oacute;jcik (8R), Z000000026001.\nWójcik, Kasia\tBerg\nSean"
                .utf8)
        let rules = try Self.shared.get()
        let whole = try rules.findings(in: text.span)
        #expect(whole.count == 5)
        for cut in text.indices {
            var findings: [Finding] = []
            var scanner = Scanner(rules: rules, passByteCountMin: 1)
            try scanner.feed(text.span.extracting(..<cut), into: &findings)
            try scanner.feed(text.span.extracting(cut...), into: &findings)
            try scanner.finish(into: &findings)
            #expect(findings == whole, "cut at \(cut)")
        }
    }

    @Test func `changes nothing where there is none`() throws {
        let rule = Rule(id: RuleID("r"), title: "r", entity: .person, matcher: .roster, confidence: 90)
        let rules = try CompiledRules(compiling: [rule])
        #expect(rules.rules.isEmpty)
        #expect(try rules.findings(in: Array("Kasia Wójcik".utf8).span) == [])
    }

    @Test func `is refused where two rules ask it`() throws {
        let rules = ["a", "b"].map {
            Rule(id: RuleID($0), title: "r", entity: .person, matcher: .roster, confidence: 90)
        }
        #expect(throws: RuleErrors.self) { try CompiledRules(compiling: rules, roster: Self.roster()) }
    }

    @Test func `comes back from its bytes, and not from others`() throws {
        let keys = try #require(Self.keys)
        let payload = try Self.roster().payload
        let back = try #require(Roster(payload: payload, keys: keys))
        #expect(back.payload == payload)
        #expect(back.counts == [.pupil: 4, .parent: 1, .staff: 2])
        for count in [0, 1, 3, 4, 20, payload.count / 2, payload.count - 1] {
            #expect(Roster(payload: Array(payload.prefix(count)), keys: keys) == nil, "\(count) bytes")
        }
        #expect(Roster(payload: payload + [0], keys: keys) == nil)
    }
}
