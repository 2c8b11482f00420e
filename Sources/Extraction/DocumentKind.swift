/// What sort of file is to be read.
public enum DocumentKind: Hashable, Sendable {
    case office(OfficeFormat)
    /// Read by programs of poppler-utils, not by this target.
    case pdf

    /// All of them.
    public static let all = OfficeFormat.allCases.map(DocumentKind.office) + [.pdf]

    /// From the word that `label` gives.
    public init?(label: String) {
        if label == "pdf" {
            self = .pdf
        } else if let format = OfficeFormat(rawValue: label) {
            self = .office(format)
        } else {
            return nil
        }
    }

    /// As in a file's name: `docx`.
    public var label: String {
        switch self {
        case .office(let format): format.rawValue
        case .pdf: "pdf"
        }
    }

    /// As a person says it: “Word file”.
    public var name: String {
        switch self {
        case .office(.docx): "Word file"
        case .office(.xlsx): "Excel file"
        case .office(.pptx): "PowerPoint file"
        case .office(.odt), .office(.ods), .office(.odp): "OpenDocument file"
        case .pdf: "PDF"
        }
    }
}

/// A format of office files: a ZIP archive of XML parts.
///
/// Source: ECMA-376 parts 1 and 2; OASIS OpenDocument 1.3 part 2.
public enum OfficeFormat: String, CaseIterable, Sendable {
    case docx, xlsx, pptx, odt, ods, odp

    var isOpenDocument: Bool {
        switch self {
        case .odt, .ods, .odp: true
        case .docx, .xlsx, .pptx: false
        }
    }

    /// The root of the part that every file of this format has.
    var mainElement: String {
        switch self {
        case .docx: "document"
        case .xlsx: "workbook"
        case .pptx: "presentation"
        case .odt, .ods, .odp: "document-content"
        }
    }

    /// The entry without which an archive is something else.
    var signatureEntry: String { isOpenDocument ? "mimetype" : "[Content_Types].xml" }

    /// What the entry `mimetype` must hold.
    var mediaType: String? {
        switch self {
        case .odt: "application/vnd.oasis.opendocument.text"
        case .ods: "application/vnd.oasis.opendocument.spreadsheet"
        case .odp: "application/vnd.oasis.opendocument.presentation"
        case .docx, .xlsx, .pptx: nil
        }
    }
}
