/// Makes lines of text of the elements of a file's XML parts, one part after the other.
///
/// A class, because libxml2 calls back into it.
final class PartReader {
    private struct Element {
        let name: String
        let role: ElementRole
        /// Whether a line was opened for it that is to be closed with it.
        var hasLine = false
        /// Whether it holds text that is not white space, and then white space counts too.
        var hasText = false
        /// Of a cell: how many columns it stands for.
        var columnCount = 1
    }

    private(set) var lines: TextLines
    /// Why nothing more is taken.
    private(set) var failure: ExtractionError?
    /// The roots of all parts.
    private(set) var roots: Set<String> = []
    private var elements: [Element] = []
    private var isInMetadata = false
    private var asideDepth = 0
    private var insertedDepth = 0
    private var deletedDepth = 0
    private var cell = SheetCell()
    private var sharedTexts = SharedTexts()
    private var dates = SheetDates()
    private let format: OfficeFormat
    private let depthMax: Int

    init(_ format: OfficeFormat, limits: ExtractionLimits) {
        self.format = format
        depthMax = limits.depthMax
        lines = TextLines(byteCountMax: limits.textByteCountMax)
    }

    /// Whether the part that was read has ended.
    var isComplete: Bool { elements.isEmpty }

    /// Ends what a part that is not well-formed left open.
    func endPart() {
        while !elements.isEmpty { ended() }
        lines.breakAside()
        if lines.isFull { fail(.tooLarge(.textBytes)) }
    }

    /// The whole text, and behind it what no cell refers to any more.
    func finish() throws(ExtractionError) -> [UInt8] {
        for text in sharedTexts.unused { add(text) }
        if let failure { throw failure }
        return lines.text
    }

    /// Adds a line that stands in no part.
    func add(_ line: [UInt8]) {
        lines.open(isRow: false)
        lines.append(line)
        lines.close()
        if lines.isFull { fail(.tooLarge(.textBytes)) }
    }

    func fail(_ error: ExtractionError) {
        if failure == nil { failure = error }
    }

    // MARK: What the XML says

    func started(_ name: String, _ attributes: [XMLAttribute]) {
        guard elements.count < depthMax else { return fail(.tooLarge(.depth)) }
        if elements.isEmpty {
            roots.insert(name)
            isInMetadata = name == "Properties" || name == "coreProperties" || name == "document-meta"
        }
        if format == .xlsx { dates.started(name, in: elements.last?.name, attributes) }
        var element = Element(name: name, role: role(of: name))
        open(&element, attributes)
        elements.append(element)
        if attributes.contains(where: MacroSigns.isOne) { fail(.hasMacros) }
        for attribute in attributes where AttributeText.holdsText(attribute, of: name) {
            lines.breakAside()
            lines.appendAside(attribute.value)
            lines.breakAside()
        }
        if lines.isFull { fail(.tooLarge(.textBytes)) }
    }

    func characters(_ text: Span<UInt8>) {
        guard !elements.isEmpty else { return }
        let last = elements.count - 1
        let isBlank = text.isBlank
        switch elements[last].role {
        case .ignored: return
        case .value where cell.isOpen: return cell.value.append(contentsOf: text)
        case .run: break
        case .row where !text.hasLetters, .aside where isBlank: return
        default:
            if isBlank, !elements[last].hasText { return spaceBetween() }
            if isInMetadata, text.isMachineValue { return }
        }
        elements[last].hasText = elements[last].hasText || !isBlank
        if asideDepth > 0 {
            lines.appendAside(text)
        } else if lines.isInLine {
            isInline(elements[last].role) ? lines.append(text, change) : lines.appendAside(text)
        } else {
            lines.open(isRow: false)
            elements[last].hasLine = true
            lines.append(text, change)
        }
    }

    func ended() {
        guard let element = elements.popLast() else { return }
        switch element.role {
        case .aside:
            asideDepth -= 1
            if element.name != "instrText", element.name != "delInstrText" { lines.breakAside() }
        case .inserted: insertedDepth -= 1
        case .deleted: deletedDepth -= 1
        case .cell:
            if cell.isOpen { closeSheetCell() }
            lines.closeCell(columnCount: element.columnCount)
        case .other where element.hasText && !element.hasLine && !format.isOpenDocument: lines.breakAside()
        default: break
        }
        guard element.hasLine else { return }
        if element.name == "si", elements.last?.name == "sst" {
            sharedTexts.append(lines.take())
        } else {
            lines.close()
        }
    }

    /// A comment in the XML, which no program shows.
    func commented(_ text: String) {
        lines.breakAside()
        lines.appendAside(text)
        lines.breakAside()
    }
}

extension PartReader {
    /// The same name means something else in a few places.
    private func role(of name: String) -> ElementRole {
        let role = ElementRole(name)
        switch (role, elements.last?.name) {
        // Where tabulators stop, and what a deleted paragraph mark leaves in its properties.
        case (.tab, "tabs"), (.inserted, "rPr"), (.deleted, "rPr"): return .ignored
        // A pivot table's text is an attribute of <s>.
        case (.space, _) where !format.isOpenDocument: return .other
        // A title and a description of the file are its own; those inside of a drawing stand beside the text.
        case (.aside, _) where isInMetadata: return .other
        // Only cells of sheets hold references to shared texts.
        case (.value, _) where !cell.isOpen: return .other
        default: return role
        }
    }

    private func open(_ element: inout Element, _ attributes: [XMLAttribute]) {
        switch element.role {
        case .paragraph, .row:
            lines.open(isRow: element.role == .row)
            element.hasLine = true
        case .cell:
            if elements.first?.name == "worksheet" { cell = SheetCell(attributes) }
            lines.openCell(column: cell.column)
            if let repeated = attributes.first(where: { $0.name == "number-columns-repeated" }) {
                element.columnCount = Int(repeated.value) ?? 1
            }
        case .aside: asideDepth += 1
        case .inserted: insertedDepth += 1
        case .deleted: deletedDepth += 1
        case .tab: lines.append([0x09], change)
        case .lineBreak: lines.breakLine()
        case .space: lines.append([0x20], change)
        case .hyphen: lines.append([0x2D], change)
        case .symbol: appendSymbol(attributes)
        case .embedded: fail(.holdsAnotherFile)
        case .encryption: fail(.encrypted)
        case .other where element.name == "fldChar": lines.breakAside()
        case .run, .value, .ignored, .other: break
        }
    }

    private var change: TextLines.Change {
        insertedDepth > 0 ? .inserted : deletedDepth > 0 ? .deleted : .none
    }

    private func isInline(_ role: ElementRole) -> Bool {
        switch role {
        case .other: format.isOpenDocument || elements.last?.hasLine == true
        default: true
        }
    }

    /// White space between two elements: in OpenDocument a space between two words, else how the file is laid out.
    private func spaceBetween() {
        if format.isOpenDocument, lines.isInLine, asideDepth == 0,
            elements.contains(where: { $0.name == "p" || $0.name == "h" })
        {
            lines.append([0x20], change)
        }
    }

    private func closeSheetCell() {
        if cell.isShared {
            guard let text = sharedTexts.text(cell.value) else { return fail(.damaged) }
            lines.append(text)
        } else {
            lines.append(cell.isNumber ? dates.date(cell.value, style: cell.style) ?? cell.value : cell.value)
        }
        cell = SheetCell()
    }

    /// A character of a symbol font: `F000` is added to those below 256.
    private func appendSymbol(_ attributes: [XMLAttribute]) {
        guard
            let code = attributes.first(where: { $0.name == "char" }).flatMap({ UInt32($0.value, radix: 16) }
            ),
            let scalar = Unicode.Scalar(code & 0xFF00 == 0xF000 ? code & 0xFF : code), scalar.value >= 0x20
        else { return }
        lines.append(Array(String(scalar).utf8), change)
    }
}
