/// What an element means for the text, told by its name without namespace.
///
/// The vocabularies of Word, Excel, PowerPoint and OpenDocument hardly contradict each other, and a part of an unknown one
/// (charts, diagrams, data of fields) gives all its text under `other`. So nothing depends on where in an archive a
/// part stands or what refers to it.
enum ElementRole {
    /// A line of its own; inside a table's cell, a piece of the cell.
    case paragraph
    /// A line, cut by tabs.
    case row
    case cell
    /// Text, with every space.
    case run
    /// Text that stands beside the line: field codes, readings of characters, formulas.
    case aside
    /// What a spreadsheet's cell holds: text, number, or the number of a shared text.
    case value
    case inserted
    case deleted
    case tab
    case lineBreak
    case space
    case hyphen
    case symbol
    /// Where a thing stands on a page, in numbers, and settings of the program.
    case ignored
    /// A file inside an element, in base64.
    case embedded
    case encryption
    /// Text of an unknown sort; a line of its own.
    case other

    init(_ name: String) { self = Self.roles[name] ?? .other }

    private static let roles: [String: ElementRole] = {
        var roles: [String: ElementRole] = [:]
        for (role, names) in table {
            for name in names.split(separator: " ") { roles[String(name)] = role }
        }
        return roles
    }()

    private static let table: [(ElementRole, String)] = [
        (.paragraph, "p h si is text comment annotation note creator"),
        (.row, "tr row table-row"),
        (.cell, "tc c table-cell covered-table-cell"),
        (.run, "t delText"),
        (.aside, "instrText delInstrText rPh rt ruby-text f title desc"),
        (.value, "v"),
        (.inserted, "ins moveTo"),
        (.deleted, "del moveFrom"),
        (.tab, "tab ptab"),
        (.lineBreak, "br cr line-break"),
        (.space, "s"),
        (.hyphen, "noBreakHyphen"),
        (.symbol, "sym"),
        (
            .ignored,
            """
            posOffset pctWidth pctHeight pctPosHOffset pctPosVOffset align col colOff rowOff formatCode Anchor Row Column \
            AutoFill config-item
            """
        ),
        (.embedded, "binary-data binaryData"),
        (.encryption, "encryption-data"),
    ]
}

/// Which attributes hold text that a person wrote.
enum AttributeText {
    /// In every element: authors, alternative texts, messages of forms, addresses.
    private static let everywhere: Set<String> = [
        "alt", "author", "caption", "command", "connection", "descr", "description", "display",
        "displayName", "displayText", "display-name", "error", "errorTitle", "initials", "instr", "label",
        "prompt", "promptTitle", "string", "string-value", "title", "tooltip", "userId", "userName",
    ]
    /// Addresses inside the archive are no text; those that lead out of it may be somebody's.
    private static let addresses: Set<String> = ["href", "Target", "location"]
    private static let byElement: [String: Set<String>] = [
        "alias": ["val"], "author": ["name"], "bookmarkStart": ["name"], "cacheField": ["name"],
        "cmAuthor": ["name"], "cNvPr": ["name"], "d": ["v"], "default": ["val"], "definedName": ["name"],
        "docPr": ["name"], "docVar": ["name", "val"], "helpText": ["val"], "listEntry": ["val"],
        "listItem": ["value"], "n": ["v"], "property": ["name"], "s": ["v"], "sheet": ["name"],
        "statusText": ["val"], "table": ["name"], "tableColumn": ["name"], "tag": ["val"],
        "user-defined": ["name"],
    ]

    static func holdsText(_ attribute: XMLAttribute, of element: String) -> Bool {
        guard !attribute.value.isEmpty else { return false }
        if everywhere.contains(attribute.name) { return true }
        if addresses.contains(attribute.name) {
            return attribute.value.contains(":") || attribute.value.contains("@")
        }
        return byElement[element]?.contains(attribute.name) ?? false
    }
}
