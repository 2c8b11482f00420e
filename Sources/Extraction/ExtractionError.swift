/// Why a file gives no text.
///
/// No case holds anything of the file. Whoever gets one must treat the file as unread.
public enum ExtractionError: Error, Hashable, Sendable {
    case encrypted
    case hasMacros
    /// An archive, an OLE object or something else whose text nobody has read.
    case holdsAnotherFile
    /// XML with a document type declaration, which no office program writes: entities and addresses stand there.
    case hasDocumentType
    case wrongKind
    case damaged
    case tooLarge(ExtractionBound)
    case tooSlow
    /// A program of poppler-utils is not installed.
    case programMissing
    /// The reading process ended in a way that it never should.
    case failed

    /// All of them.
    public static let all: [ExtractionError] =
        [
            .encrypted, .hasMacros, .holdsAnotherFile, .hasDocumentType, .wrongKind, .damaged, .tooSlow,
            .programMissing, .failed,
        ] + ExtractionBound.allCases.map(ExtractionError.tooLarge)

    /// From the word that `label` gives.
    public init?(label: String) {
        guard let error = Self.all.first(where: { $0.label == label }) else { return nil }
        self = error
    }

    /// What it means when a reading process was ended by a signal.
    ///
    /// SIGKILL and SIGXCPU come of the limit of processor time; any other is a mistake in what reads, perhaps of its
    /// memory running out.
    public init(signal: Int32) {
        self = signal == 9 || signal == 24 ? .tooSlow : .failed
    }

    /// A constant word for logs, metrics and evidence, and for the line between the two processes.
    public var label: String {
        switch self {
        case .encrypted: "encrypted"
        case .hasMacros: "has_macros"
        case .holdsAnotherFile: "holds_another_file"
        case .hasDocumentType: "has_document_type"
        case .wrongKind: "wrong_kind"
        case .damaged: "damaged"
        case .tooLarge(let bound): "too_large_\(bound.rawValue)"
        case .tooSlow: "too_slow"
        case .programMissing: "program_missing"
        case .failed: "failed"
        }
    }

    /// How `cloakroom extract` ends.
    public var exitCode: Int32 {
        switch self {
        case .failed: 2
        case .encrypted: 10
        case .hasMacros: 11
        case .holdsAnotherFile: 12
        case .hasDocumentType: 13
        case .wrongKind: 14
        case .damaged: 15
        case .tooLarge: 16
        case .tooSlow: 17
        case .programMissing: 18
        }
    }

    /// What happened, in one sentence for the person who attached the file.
    public func problem(of kind: DocumentKind) -> String {
        let file = "The attached \(kind.name)"
        return switch self {
        case .encrypted: "\(file) is protected by a password."
        case .hasMacros: "\(file) holds macros."
        case .holdsAnotherFile: "\(file) holds another file, which cannot be inspected."
        case .hasDocumentType: "\(file) holds instructions that no office program writes."
        case .wrongKind: "\(file) is none, whatever its name says."
        case .damaged: "\(file) is damaged."
        case .tooLarge: "\(file) is too large to be inspected."
        case .tooSlow: "\(file) took too long to inspect."
        case .programMissing, .failed: "\(file) could not be inspected."
        }
    }

    /// What to do about it.
    public func hint(for kind: DocumentKind) -> String {
        switch self {
        case .encrypted: "Take the protection off and try again."
        case .hasMacros: "Save it without macros and try again."
        case .holdsAnotherFile: "Take out what was inserted, such as a chart or an attachment, and try again."
        case .hasDocumentType, .damaged:
            "Open it, save it under a new name, and try again with that."
        case .wrongKind: "Save it as the kind of file that its name says, and try again."
        case .tooLarge, .tooSlow: "Copy the part you need into a new file, or paste it as text."
        case .programMissing: "Tell IT: poppler-utils is not installed."
        case .failed: "Paste the text instead, and tell IT."
        }
    }
}
