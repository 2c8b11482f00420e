/// Which short forms stand for which forenames.
///
/// A forename goes with its short forms only, never two short forms with each other nor two forenames: `Katie` and
/// `Catherine` may be one, `Mohammed` and `Muhammad` are two as often as not. Written here, from common usage in British
/// schools; small letters without accents.
package enum Nicknames {
    /// The other names of somebody with this one, in the order of the list; none of most names.
    package static func others(of name: [UInt8]) -> [[UInt8]] { table[name] ?? [] }

    /// Whether one is the short form of the other.
    package static func areOne(_ a: [UInt8], _ b: [UInt8]) -> Bool { others(of: a).contains(b) }

    /// Whether it is the short form of some name.
    package static func isShort(_ name: [UInt8]) -> Bool { shorts.contains(name) }

    private static let shorts = Set(
        list.split(separator: "\n").flatMap { line in
            line.split(separator: ":").dropFirst().flatMap { $0.split(separator: " ").map { Array($0.utf8) } }
        })

    private static let table: [[UInt8]: [[UInt8]]] = {
        var table: [[UInt8]: [[UInt8]]] = [:]
        for line in list.split(separator: "\n") {
            let sides = line.split(separator: ":").map { $0.split(separator: " ").map { Array($0.utf8) } }
            guard sides.count == 2 else { continue }
            for long in sides[0] {
                for short in sides[1] {
                    table[long, default: []].append(short)
                    table[short, default: []].append(long)
                }
            }
        }
        return table
    }()

    /// Forenames, a colon, their short forms.
    private static let list = """
        abdullah abdulrahman abdulrahim: abdul
        abigail: abby abbie abi gail
        abraham: abe bram
        adam: ads
        adrian: ade
        agnieszka: aga
        aleksandra: ola
        alexander: alex al sandy xander lex alec
        alexandra: alex sandra lexi lexie alexa sasha ally
        alfred: alfie alf fred
        alice: ali
        alison: ali
        amanda: mandy
        amelia: millie amy mia
        andrew: andy drew
        angela: angie
        anthony antony: tony ant
        antonia: toni
        antonio: tony toni
        archibald: archie
        arthur: art artie
        barbara: babs barb
        bartholomew: bart
        beatrice: bea bee trixie
        benjamin: ben benji benny
        bernadette: bernie
        bernard: bernie
        bethany elizabeth: beth
        beverley: bev
        bradley: brad
        bridget: bridie
        bronwen bronwyn: bron
        callum: cal
        cameron: cam
        caroline: caz carrie caro
        catherine: cath
        catherine katherine kathryn: kate katie kathy cathy cat kat kitty kath
        charles: charlie chas chuck
        charlotte: charlie lottie char
        christine christina: chris chrissie tina
        christopher: chris kit topher
        clementine: clem clemmie
        connor: con
        constance: connie
        cordelia: delia
        cornelius: neil
        curtis: curt
        daniel: dan danny
        danielle: dani
        david: dave davey dai davy
        deborah: debbie deb debs
        dominic: dom
        donald: don donny
        dorothy: dot dottie dolly dotty
        douglas: doug
        edmund: ed eddie ned
        edward: ed eddie ted teddy ned
        edwin: ed eddie
        eleanor elinor: ellie nell nora elle nellie
        elizabeth: elsie
        elizabeth elisabeth: liz lizzie eliza betty betsy libby ellie lisa bess
        emily: em emmy millie
        emma: em
        emmanuel: manny
        esther: essie
        ethan: eth
        evangeline: evie eva
        ezekiel: zeke
        felicity: fliss flick
        fernando: nando
        florence: flo flossie florrie
        frances: fran frankie franny
        francesca: fran chess frankie
        francis: frank frankie fran
        franklin: frank
        frederick: fred freddie freddy
        gabriel: gabe
        gabriella gabrielle: gabby gabi ella
        gareth: gaz
        gary: gaz
        geoffrey: geoff
        george: georgie
        georgina georgia: georgie george gina
        gerald: gerry jerry
        gerard: gerry
        gillian: gill jill
        gregory: greg
        grzegorz: greg
        gwendolen gwendolyn: gwen
        gwendoline: gwen
        hannah: han
        harold: harry hal
        harriet: hattie harri
        harrison: harry
        helena helen: nell
        henry: harry hal hank
        hitesh: hits
        imogen: immy
        isaac: zac ike
        isabel: bel
        isabella isabelle isabel: izzy bella belle issy isla
        ismail: izzy
        isobel: izzy
        jacob: jake cob
        jacqueline: jackie jacqui
        jakub: kuba
        james: jim jimmy jamie jem
        jan: janek
        janet: jan
        janice: jan
        jasmine: jas jazz
        jaswinder: jas
        jean-luc: luc
        jeffrey: jeff
        jennifer: jen jenny jenni jenn
        jeremy: jez jem jerry
        jessica: jess jessie
        joanna: joey
        joanna joanne: jo
        john: johnny jack
        jonathan: jon jonny jono jonty
        joseph: joe joey
        josephine: jo josie
        joshua: josh
        judith: judy jude
        julia: jules
        julie: jules
        katarzyna: kasia
        kathleen: kath kathy
        kenneth: ken kenny
        kevin: kev
        kieran: kier
        kimberley kimberly: kim
        lauren: loz
        laurence lawrence: larry laurie
        lawrence: loz
        leonard: len lenny leo
        leonardo: leo
        lewis: lew lewie
        lorraine: lol
        louis: lou louie
        louise louisa: lou
        lucas: luke
        lucille: lucy
        lucy: luce
        lydia: lyds
        maciej: maciek
        madeleine: mads
        madeleine madeline: maddie maddy
        madison: maddie
        magdalena: magda lena
        malcolm: mal
        malgorzata: gosia
        margaret: maggie meg peggy marge greta daisy
        maria: mia ria
        marianne: mari
        martin: marty
        matilda: tilly tilda mattie
        matthew: matt matty
        maureen: mo
        maximilian maxwell: max
        megan: meg megs
        melanie: mel
        melissa: mel missy lissa
        michael: mike mick mickey mikey micky
        michelle: shell
        mohammed muhammad mohammad mohamed muhammed mohamad: mo mohd
        mustafa: mus
        nadezhda: nadia
        natalie natasha: nat tasha
        natasha: tash
        nathan nathaniel: nat nate
        nathaniel: nathan
        nicholas: nick nicky nico
        nicola nicole: nicky nic nikki
        oliver: ollie oli olly
        olivia: liv livvy ollie
        oluwaseun: seun
        oluwatobi oluwatobiloba: tobi
        oscar: ozzie
        pamela: pam
        patricia: pat patsy trish tricia paddy
        patrick: paddy pat
        penelope: penny
        peter: pete
        philip phillip: phil pip
        philippa: pippa pip
        phoebe: phoebs
        piotr: piotrek
        priscilla: cilla
        priyanka: priya
        rachel: rach
        raymond: ray
        rebecca rebekah: becky becca bex beck
        reginald: reg reggie
        richard: rick ricky dick rich richie
        robert: rob bob bobby robbie bert
        roberta: bobbie
        roderick: rod roddy
        roger: rog
        ronald: ron ronnie
        rosalind: ros
        rosemary: rosie rose
        rupert: rup
        russell: russ
        ryszard: rysiek
        samantha: sam sammy
        samuel: sam sammy
        sandra: sandy
        sarah: sal sally
        sebastian: seb bas
        shannon: shan
        sharon: shaz
        sidney sydney: sid
        simon: si
        sophia: sophie
        sophia sophie: soph
        stanislaw: staszek
        stanley: stan
        stephanie: steph stevie
        stephen steven: steve stevie ste
        stewart stuart: stu
        susan susannah suzanne: sue suzie susie
        sylvester: sly
        tabitha: tabby
        tamsin: tam
        terence: terry tel
        teresa theresa: tess terri tracey
        thaddeus: tad
        theodora: thea dora
        theodore: theo ted teddy
        thomas: tom tommy thom
        timothy: tim timmy
        tobias: toby
        tomasz: tomek
        valerie: val
        veronica: ronnie
        victor: vic
        victoria: vicky vicki tori vic
        vincent: vince vinny
        virginia: ginny
        walter: wally walt
        wilfred: wilf wilfie
        wilhelmina: mina
        william: will bill billy liam willy wills
        winifred: winnie freddie win
        yusuf: yus
        zachary: zac zach zak
        zoe: zo
        zofia: zosia
        zuzanna: zuzia
        """
}
