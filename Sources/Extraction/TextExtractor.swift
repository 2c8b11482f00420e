/// Reads all text that an office file carries, shown or not.
///
/// What leaves the house must have been seen: hidden sheets, comments, deleted words, field codes, the author's name.
/// So every XML part of the archive is read, whatever refers to it, and an entry that is neither XML nor a picture nor
/// known to be harmless makes the whole file unreadable. No clock and no I/O: the process that runs it sets its limits.
public struct TextExtractor: Sendable {
    private let limits: ExtractionLimits

    public init(limits: ExtractionLimits = ExtractionLimits()) { self.limits = limits }

    /// All text of the file.
    ///
    /// - Throws: Whatever keeps a part of it from being read. There is no text then.
    public func text(of bytes: [UInt8], as format: OfficeFormat) throws(ExtractionError) -> ExtractedText {
        guard bytes.count <= limits.inputByteCountMax else { throw .tooLarge(.inputBytes) }
        guard bytes.span.starts(with: ExtractedFile.zip) else { throw Self.error(ofOther: bytes) }
        let archive = try ZIPArchive(bytes)
        let entries = try archive.entries(countMax: limits.entryCountMax)
        try Self.check(entries, format)
        let part = PartReader(format, limits: limits)
        var imageCount = 0
        var budget = limits.unpackedByteCountMax
        for entry in Self.ordered(entries) {
            switch try content(of: entry, in: archive) {
            case .xml(let isLenient):
                try read(entry, in: archive, into: part, isLenient: isLenient, budget: &budget)
            case .mediaType: try checkMediaType(entry, in: archive, format)
            case .image: imageCount += 1
            case .harmless: break
            case .macros: throw .hasMacros
            case .unknown: throw .holdsAnotherFile
            }
        }
        guard part.roots.contains(format.mainElement) else { throw .wrongKind }
        part.add(Array(String(decoding: archive.comment, as: UTF8.self).utf8))
        return ExtractedText(text: try part.finish(), uninspectedImageCount: imageCount)
    }

    /// What a file is that is no archive.
    ///
    /// Office programs put a file with a password into an OLE container with a stream of this name.
    private static func error(ofOther bytes: [UInt8]) -> ExtractionError {
        guard bytes.span.starts(with: ExtractedFile.ole) else { return .wrongKind }
        let name: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
        return bytes.contains(name) ? .encrypted : .wrongKind
    }

    private static func check(
        _ entries: [ZIPArchive.Entry],
        _ format: OfficeFormat
    ) throws(ExtractionError) {
        guard entries.contains(where: { $0.name == format.signatureEntry }) else { throw .wrongKind }
        guard !entries.contains(where: \.isEncrypted) else { throw .encrypted }
        // Names that differ in case alone are one part to office programs: which of two would they read?
        guard Set(entries.map { $0.name.lowercased() }).count == entries.count,
            entries.allSatisfy(\.isReadable)
        else { throw .damaged }
    }

    /// First what sheets refer to: shared texts, styles, the day from which days are counted.
    private static func ordered(_ entries: [ZIPArchive.Entry]) -> [ZIPArchive.Entry] {
        let isFirst = { (entry: ZIPArchive.Entry) in
            ["sharedstrings.xml", "styles.xml", "workbook.xml"].contains(
                where: entry.name.lowercased().hasSuffix)
        }
        return entries.filter(isFirst) + entries.filter { !isFirst($0) }
    }

    private func content(
        of entry: ZIPArchive.Entry,
        in archive: ZIPArchive
    ) throws(ExtractionError) -> EntryContent {
        var content = EntryContent.harmless
        try archive.read(entry) { (piece) throws(ExtractionError) in
            content = EntryContent(name: entry.name, start: piece)
            return false
        }
        return content
    }

    private func read(
        _ entry: ZIPArchive.Entry,
        in archive: ZIPArchive,
        into part: PartReader,
        isLenient: Bool,
        budget: inout Int
    ) throws(ExtractionError) {
        let reader = try XMLReader(part, isLenient: isLenient)
        var left = budget
        var count = 0
        try archive.read(entry) { (piece) throws(ExtractionError) in
            count += piece.count
            left -= piece.count
            guard left >= 0 else { throw .tooLarge(.unpackedBytes) }
            let (allowed, overflow) = entry.packedByteCount.multipliedReportingOverflow(
                by: limits.compressionRatioMax)
            guard count <= limits.ratioFreeByteCount || overflow || count <= allowed else {
                throw .tooLarge(.compressionRatio)
            }
            try reader.feed(piece)
            return true
        }
        budget = left
        try reader.finish()
        part.endPart()
        if let failure = part.failure { throw failure }
    }

    private func checkMediaType(
        _ entry: ZIPArchive.Entry,
        in archive: ZIPArchive,
        _ format: OfficeFormat
    ) throws(ExtractionError) {
        var text: [UInt8] = []
        try archive.read(entry) { (piece) throws(ExtractionError) in
            text.append(contentsOf: piece)
            return false
        }
        guard let mediaType = format.mediaType, text.elementsEqual(mediaType.utf8) else { throw .wrongKind }
    }
}
