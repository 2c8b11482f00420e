import CLibXML2

/// An attribute of an element, without its namespace.
struct XMLAttribute {
    let name: String
    let value: String
}

/// Hands the elements of one XML part to a `PartReader`, read by libxml2 as the bytes arrive.
///
/// The only file that calls libxml2. No network, no file, no document type: a part that declares one is refused
/// before anything in the declaration is read, so no entity but the five of XML exists. libxml2's messages quote
/// the text, so they are dropped.
@safe final class XMLReader {
    private let part: PartReader
    private let isLenient: Bool
    private var context: xmlParserCtxtPtr?

    /// `isLenient` is for old drawings (VML), which are often not well-formed; what they say is taken from them anyhow.
    ///
    /// - Throws: Only where memory has run out.
    init(_ part: PartReader, isLenient: Bool) throws(ExtractionError) {
        self.part = part
        self.isLenient = isLenient
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.startElementNs = { unsafe XMLReader.start($0, $1, attributes: $8, count: $6) }
        unsafe handler.endElementNs = { part, _, _, _ in unsafe XMLReader.part(part)?.ended() }
        unsafe handler.characters = { unsafe XMLReader.characters($0, $1, $2) }
        unsafe handler.ignorableWhitespace = { unsafe XMLReader.characters($0, $1, $2) }
        unsafe handler.cdataBlock = { unsafe XMLReader.characters($0, $1, $2) }
        unsafe handler.comment = { part, text in
            if let text = unsafe text { unsafe XMLReader.part(part)?.commented(String(cString: text)) }
        }
        unsafe handler.internalSubset = { part, _, _, _ in
            unsafe XMLReader.part(part)?.fail(.hasDocumentType)
        }
        unsafe handler.serror = { _, _ in }
        let opened = unsafe xmlCreatePushParserCtxt(
            &handler, Unmanaged.passUnretained(part).toOpaque(), nil, 0, nil)
        guard let opened = unsafe opened else { throw .tooLarge(.memory) }
        unsafe context = opened
        var options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        if isLenient { options |= XML_PARSE_RECOVER.rawValue }
        unsafe xmlCtxtUseOptions(opened, Int32(options))
    }

    deinit {
        if let context = unsafe context { unsafe xmlFreeParserCtxt(context) }
    }

    func feed(_ bytes: Span<UInt8>) throws(ExtractionError) {
        let result = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe xmlParseChunk(context, bytes.baseAddress, Int32(bytes.count), 0)
            }
        }
        try check(result)
    }

    func finish() throws(ExtractionError) {
        try check(unsafe xmlParseChunk(context, nil, 0, 1))
        guard part.isComplete || isLenient else { throw .damaged }
    }

    private func check(_ result: Int32) throws(ExtractionError) {
        if let failure = part.failure { throw failure }
        guard result == 0 || isLenient else { throw .damaged }
    }
}

// What libxml2 calls. The first argument is the `PartReader`, which outlives the call into libxml2; once it has
// failed it takes nothing more.
extension XMLReader {
    private static func part(_ pointer: UnsafeMutableRawPointer?) -> PartReader? {
        guard let pointer = unsafe pointer else { return nil }
        let part = unsafe Unmanaged<PartReader>.fromOpaque(pointer).takeUnretainedValue()
        return part.failure == nil ? part : nil
    }

    private static func start(
        _ pointer: UnsafeMutableRawPointer?,
        _ name: UnsafePointer<xmlChar>?,
        attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        count: Int32
    ) {
        guard let part = unsafe part(pointer), let name = unsafe name else { return }
        var list: [XMLAttribute] = []
        // Five pointers for each: name, prefix, namespace, first byte of the value, byte behind it.
        if let attributes = unsafe attributes {
            for index in 0..<Int(count) {
                let fields = unsafe attributes + 5 * index
                guard let name = unsafe fields[0], let first = unsafe fields[3], let end = unsafe fields[4]
                else { continue }
                let value = unsafe UnsafeBufferPointer(start: first, count: end - first)
                // libxml2 leaves this one escaped where entities are not replaced.
                var text = unsafe String(decoding: value, as: UTF8.self)
                if text.utf8.contains(0x26) { text = text.replacing("&#38;", with: "&") }
                unsafe list.append(XMLAttribute(name: String(cString: name), value: text))
            }
        }
        unsafe part.started(String(cString: name), list)
    }

    private static func characters(
        _ pointer: UnsafeMutableRawPointer?,
        _ text: UnsafePointer<xmlChar>?,
        _ count: Int32
    ) {
        guard let part = unsafe part(pointer), let text = unsafe text, count > 0 else { return }
        unsafe part.characters(UnsafeBufferPointer(start: text, count: Int(count)).span)
    }
}
