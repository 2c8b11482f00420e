/// The cell of an Excel sheet that is being read.
struct SheetCell {
    var isOpen = false
    /// Whether `value` is the number of a shared text.
    var isShared = false
    /// Whether `value` is a number.
    var isNumber = false
    /// The number of its style.
    var style = 0
    /// From 0.
    var column: Int?
    var value: [UInt8] = []

    init() {}

    init(_ attributes: [XMLAttribute]) {
        isOpen = true
        isNumber = true
        for attribute in attributes {
            switch attribute.name {
            case "t":
                isShared = attribute.value == "s"
                isNumber = attribute.value == "n"
            case "s": style = Int(attribute.value) ?? 0
            case "r": column = Self.column(attribute.value)
            default: break
            }
        }
    }

    /// `AB12` is column 27.
    private static func column(_ place: String) -> Int? {
        var column = 0
        for byte in place.utf8.prefix(while: { $0 >= 0x41 && $0 <= 0x5A }).prefix(3) {
            column = column * 26 + Int(byte - 0x40)
        }
        return column > 0 ? column - 1 : nil
    }
}

/// The texts that the cells of an Excel file share, by their number.
struct SharedTexts {
    private var texts: [[UInt8]] = []
    private var isUsed: [Bool] = []

    mutating func append(_ text: [UInt8]) {
        texts.append(text)
        isUsed.append(false)
    }

    mutating func text(_ number: [UInt8]) -> [UInt8]? {
        guard let index = Int(String(decoding: number, as: UTF8.self)), texts.indices.contains(index) else {
            return nil
        }
        isUsed[index] = true
        return texts[index]
    }

    /// What no cell shows any more; the file still carries it.
    var unused: [[UInt8]] { zip(texts, isUsed).filter { !$0.1 }.map(\.0) }
}

/// Signs of macros in the lists of an archive's parts.
///
/// The parts themselves are told by their names, see `EntryContent`.
enum MacroSigns {
    static func isOne(_ attribute: XMLAttribute) -> Bool {
        guard attribute.name == "ContentType" || attribute.name == "Type" else { return false }
        let value = attribute.value.lowercased()
        return value.contains("macroenabled") || value.contains("vbaproject") || value.contains("macrosheet")
    }
}
