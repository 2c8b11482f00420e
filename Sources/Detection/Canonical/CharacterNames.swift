/// The names that HTML gives characters: signs of identifiers and mail addresses, and the Latin letters of names.
///
/// Source: WHATWG HTML, 13.5 “Named character references”.
enum CharacterNames {
    /// The character whose name stands here with a semicolon behind it, and where the name ends.
    static func character(named text: Span<UInt8>, at place: Int) -> (text: FewBytes, end: Int)? {
        for (name, meaning) in byFirstByte[Int(text.byte(place) & 0x7F)] {
            let end = place + name.count
            if text.byte(end) == UInt8(ascii: ";"), text.holds(name, at: place) { return (meaning, end) }
        }
        return nil
    }

    private static let byFirstByte: [[(name: [UInt8], text: FewBytes)]] = {
        var buckets = [[(name: [UInt8], text: FewBytes)]](repeating: [], count: 128)
        let words = letters.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            buckets[Int(words[index][0])].append((words[index], FewBytes(words[index + 1])))
        }
        for (name, text) in signs {
            let name = Array(name.utf8)
            buckets[Int(name[0])].append((name, FewBytes(text.utf8)))
        }
        return buckets
    }()

    private static let signs: [(String, String)] = [
        ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " "), ("shy", ""),
        ("commat", "@"), ("period", "."), ("plus", "+"), ("num", "#"), ("sol", "/"), ("lowbar", "_"),
        ("hyphen", "-"), ("dash", "-"), ("ndash", "-"), ("mdash", "-"), ("minus", "-"), ("comma", ","),
        ("colon", ":"), ("zwnj", ""), ("zwj", ""), ("lrm", ""), ("rlm", ""), ("ensp", " "), ("emsp", " "),
        ("thinsp", " "), ("Tab", "\t"), ("NewLine", "\n"), ("ZeroWidthSpace", ""), ("NoBreak", ""),
        ("rsquo", "'"), ("lsquo", "'"),
    ]

    /// A name and its letter in turn.
    private static let letters = """
        AElig Æ  Aacute Á  Abreve Ă  Acirc Â  Agrave À  Amacr Ā  Aogon Ą  Aring Å  Atilde Ã  Auml Ä \
        Cacute Ć  Ccaron Č  Ccedil Ç  Ccirc Ĉ  Cdot Ċ  Dcaron Ď  Dstrok Đ  ENG Ŋ  ETH Ð  Eacute É  Ecaron Ě \
        Ecirc Ê  Edot Ė  Egrave È  Emacr Ē  Eogon Ę  Euml Ë  Gbreve Ğ  Gcedil Ģ  Gcirc Ĝ  Gdot Ġ  Hcirc Ĥ \
        Hstrok Ħ  IJlig Ĳ  Iacute Í  Icirc Î  Idot İ  Igrave Ì  Imacr Ī  Iogon Į  Itilde Ĩ  Iuml Ï  Jcirc Ĵ \
        Kcedil Ķ  Lacute Ĺ  Lcaron Ľ  Lcedil Ļ  Lmidot Ŀ  Lstrok Ł  Nacute Ń  Ncaron Ň  Ncedil Ņ  Ntilde Ñ \
        OElig Œ  Oacute Ó  Ocirc Ô  Odblac Ő  Ograve Ò  Omacr Ō  Oslash Ø  Otilde Õ  Ouml Ö  Racute Ŕ \
        Rcaron Ř  Rcedil Ŗ  Sacute Ś  Scaron Š  Scedil Ş  Scirc Ŝ  THORN Þ  Tcaron Ť  Tcedil Ţ  Tstrok Ŧ \
        Uacute Ú  Ubreve Ŭ  Ucirc Û  Udblac Ű  Ugrave Ù  Umacr Ū  Uogon Ų  Uring Ů  Utilde Ũ  Uuml Ü \
        Wcirc Ŵ  Yacute Ý  Ycirc Ŷ  Yuml Ÿ  Zacute Ź  Zcaron Ž  Zdot Ż  aacute á  abreve ă  acirc â  aelig æ \
        agrave à  amacr ā  aogon ą  aring å  atilde ã  auml ä  cacute ć  ccaron č  ccedil ç \
        ccirc ĉ  cdot ċ  dcaron ď  dstrok đ  eacute é  ecaron ě  ecirc ê  edot ė  egrave è  emacr ē  eng ŋ \
        eogon ę  eth ð  euml ë  gacute ǵ  gbreve ğ  gcirc ĝ  gdot ġ  hcirc ĥ  hstrok ħ  iacute í \
        icirc î  igrave ì  ijlig ĳ  imacr ī  imath ı  inodot ı  iogon į  itilde ĩ  iuml ï  jcirc ĵ \
        jmath ȷ  kcedil ķ  lacute ĺ  lcaron ľ  lcedil ļ  lmidot ŀ  lstrok ł  nacute ń  napos ŉ \
        ncaron ň  ncedil ņ  ntilde ñ  oacute ó  ocirc ô  odblac ő  oelig œ  ograve ò  omacr ō  oslash ø \
        otilde õ  ouml ö  racute ŕ  rcaron ř  rcedil ŗ  sacute ś  scaron š  scedil ş  scirc ŝ  szlig ß \
        tcaron ť  tcedil ţ  thorn þ  tstrok ŧ  uacute ú  ubreve ŭ  ucirc û  udblac ű  ugrave ù  umacr ū \
        uogon ų  uring ů  utilde ũ  uuml ü  wcirc ŵ  yacute ý  ycirc ŷ  yuml ÿ  zacute ź  zcaron ž  zdot ż
        """
}
