/// Short and pet forms of forenames, as people in Britain use them.
///
/// A short list on purpose: a form that stands for many names makes many persons of one word. Whoever is called otherwise has a
/// preferred forename in the school's records.
enum RosterNicknames {
    /// The other forms of a forename, in small letters without accents; none for most.
    static func forms(of name: String) -> [String] {
        table[String(decoding: Array(name.utf8).foldedLetters, as: UTF8.self)] ?? []
    }

    private static let table: [String: [String]] = {
        var table: [String: [String]] = [:]
        for line in groups.split(separator: "\n") {
            let forms = line.split(separator: " ").map(String.init)
            guard let name = forms.first else { continue }
            for form in forms.dropFirst() {
                table[name, default: []].append(form)
                // The records may hold the short form and a text the long one.
                table[form, default: []].append(name)
            }
        }
        return table
    }()

    /// One long form a line, its short forms behind it.
    private static let groups = """
        abigail abi abby abbie
        adrian ade
        alexander alex al alec sandy xander lex
        alexandra alex lexi sandra ally
        alfred alfie fred alf
        alison ali
        amanda mandy
        andrew andy drew
        angela angie
        anthony tony ant
        antonia toni
        archibald archie
        arthur art artie
        barbara barb babs
        benjamin ben benji benny
        bernard bernie
        beverley bev
        bridget bridie
        cameron cam
        caroline caz carrie
        catherine cath cathy kate katie cat kitty
        charles charlie chas chuck
        charlotte charlie lottie
        christine chris chrissie tina
        christopher chris kit topher
        constance connie
        daniel dan danny
        danielle dani
        david dave davy dai
        deborah deb debbie debs
        dominic dom
        donald don donny
        dorothy dot dotty
        edward ed eddie ted teddy ned
        eleanor ellie nell nora
        elizabeth liz lizzie beth betty eliza libby elsie bess
        emily em emmy millie
        emma em
        florence flo florrie
        francesca fran frankie
        frances fran franny
        francis frank frankie
        frederick fred freddie
        gabriel gabe
        gabrielle gabby
        gareth gaz
        gary gaz
        geoffrey geoff
        george georgie
        georgina georgie gina
        gerald gerry
        gregory greg
        gwendoline gwen
        hannah han
        harold harry hal
        harriet hattie harri
        henry harry hal
        hitesh hits
        isaac zac ike
        isabella izzy bella
        isabel izzy bel
        isobel izzy
        jacob jake
        jacqueline jackie jacqui
        james jim jimmy jamie jem
        jasmine jas jazz
        jaswinder jas
        jean-luc luc
        jennifer jen jenny jenn
        jeremy jez jerry
        jessica jess jessie
        joanna jo joey
        joanne jo
        john jack johnny
        jonathan jon jonny jonty
        joseph joe joey
        josephine jo josie
        joshua josh
        judith judy
        julia jules
        julie jules
        katherine kate katie kath kathy kat kitty
        kathleen kath kathy
        kathryn kate katie kath
        katarzyna kasia
        kenneth ken kenny
        kimberley kim
        lawrence larry loz
        leonard len lenny
        lorraine lol
        lucy luce
        madeleine maddie mads
        madison maddie
        margaret maggie meg peggy marge
        maria ria
        marianne mari
        martin marty
        matthew matt matty
        maureen mo
        maximilian max
        megan meg megs
        melanie mel
        melissa mel lissa
        michael mike mick micky mikey
        michelle shell
        mohammed mo mohamed muhammad mohammad
        muhammad mo mohammed mohamed
        natalie nat
        natasha tash
        nathan nate
        nathaniel nate nat nathan
        nicholas nick nicky
        nicola nicky nic
        oliver ollie olly
        olivia liv livvy ollie
        pamela pam
        patricia pat patsy tricia trish paddy
        patrick pat paddy
        penelope penny
        peter pete
        philip phil pip
        phillip phil pip
        philippa pippa pip
        phoebe phoebs
        rachel rach
        raymond ray
        rebecca becky bex becca
        reginald reg
        richard rich rick dick ricky
        robert rob bob bobby robbie bert
        roger rog
        ronald ron ronnie
        rosemary rose rosie
        russell russ
        ryszard rysiek
        samantha sam sammy
        samuel sam sammy
        sarah sal sally
        sebastian seb
        shannon shan
        sidney sid
        simon si
        sophia sophie
        stanley stan
        stephanie steph
        stephen steve stevie ste
        steven steve stevie
        stuart stu
        susan sue susie suzie
        suzanne sue suzie
        terence terry tel
        teresa terri tess
        thomas tom tommy
        timothy tim timmy
        theodore theo ted teddy
        tobias toby
        valerie val
        veronica ronnie
        victoria vicky vic tori
        vincent vince vinny
        virginia ginny
        walter wally
        wilhelmina mina
        william will bill billy liam willy
        winifred win winnie
        zachary zac zach zak
        zoe zo
        zuzanna zuzia
        """
}
