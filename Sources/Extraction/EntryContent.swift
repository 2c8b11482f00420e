/// What an entry of an archive is, told by its name and first bytes.
enum EntryContent {
    /// XML, of which every text is taken.
    case xml(isLenient: Bool)
    /// OpenDocument's `mimetype`.
    case mediaType
    /// A picture, which is counted.
    case image
    /// A font, a printer's settings, a small picture of the first page: nothing that says more than the rest.
    case harmless
    case macros
    /// Everything else. What is not known was not read, so it must not pass.
    case unknown

    init(name: String, start: Span<UInt8>) {
        let path = name.lowercased()
        if Self.isMacros(path) {
            self = .macros
        } else if start.startsWithOne(of: Self.containers) {
            self = .unknown
        } else if path == "mimetype" {
            self = .mediaType
        } else if Self.isHarmless(path) || start.isEmpty {
            self = .harmless
        } else if path.hasSuffix(".svg") || Self.isImage(start) {
            self = .image
        } else if [".xml", ".rels", ".rdf"].contains(where: path.hasSuffix) {
            self = .xml(isLenient: false)
        } else if path.hasSuffix(".vml") {
            self = .xml(isLenient: true)
        } else {
            self = .unknown
        }
    }

    private static func isMacros(_ path: String) -> Bool {
        path.contains("vbaproject") || path.contains("vbadata") || path.contains("macrosheets/")
            || path.hasPrefix("basic/") || path.hasPrefix("scripts/")
    }

    private static func isHarmless(_ path: String) -> Bool {
        path.contains("/printersettings/") || path.hasPrefix("thumbnails/thumbnail.")
            || path.hasPrefix("docprops/thumbnail.") || path == "layout-cache"
            || [".odttf", ".fntdata", ".ttf", ".otf"].contains(where: path.hasSuffix)
    }

    /// OLE, ZIP, gzip, 7-Zip, RAR, PDF: under whatever name.
    private static let containers: [[UInt8]] = [
        ExtractedFile.ole, ExtractedFile.zip, [0x1F, 0x8B], [0x37, 0x7A, 0xBC, 0xAF], Array("Rar!".utf8),
        ExtractedFile.pdf,
    ]

    private static func isImage(_ start: Span<UInt8>) -> Bool {
        if start.startsWithOne(of: images) { return true }
        // Enhanced metafiles say what they are at byte 40, WebP at byte 8.
        return start.count >= 44 && start.extracting(40..<44).starts(with: Array(" EMF".utf8))
            || start.count >= 12 && start.starts(with: Array("RIFF".utf8))
                && start.extracting(8..<12).starts(with: Array("WEBP".utf8))
    }

    /// PNG, JPEG, GIF, BMP, TIFF (both orders), JPEG XR, WMF with and without its header, icons, StarView metafiles.
    private static let images: [[UInt8]] = [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("BM".utf8),
        [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A], [0x49, 0x49, 0xBC, 0x01],
        [0xD7, 0xCD, 0xC6, 0x9A], [0x01, 0x00, 0x09, 0x00], [0x00, 0x00, 0x01, 0x00],
        Array("VCLMTF".utf8),
    ]
}

/// How files of the kinds that matter begin.
public enum ExtractedFile {
    static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    /// Office files before 2007, and newer ones behind a password.
    static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]
    static let pdf: [UInt8] = Array("%PDF-".utf8)

    /// Whether a PDF's header stands among the first kilobyte, where readers look for it.
    public static func isPDF(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(1024)
        return head.indices.contains { head[$0...].starts(with: pdf) }
    }
}
