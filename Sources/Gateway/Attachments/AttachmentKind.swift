import Extraction
import Wire

/// How a file that a prompt carries is to be read.
enum AttachmentKind: Hashable {
    /// It is text as it is.
    case plain
    case document(DocumentKind)

    /// By what the client says it is, and by the name's ending where it says nothing of use; nil for what cannot be read.
    ///
    /// A file that is something else than it says is found out when it is read.
    init?(_ file: AttachedFile) {
        let ending = file.name.suffix(while: { $0 != UInt8(ascii: ".") })
        if let kind = Self.byMediaType[file.mediaType] {
            self = kind
        } else if file.mediaType.hasPrefix("text/") {
            self = .plain
        } else if ["", "application/octet-stream"].contains(file.mediaType), ending.count < file.name.count,
            let kind = Self.byEnding[String(decoding: ending, as: UTF8.self).lowercased()]
        {
            self = kind
        } else {
            return nil
        }
    }

    private static let byEnding: [String: AttachmentKind] = Dictionary(
        uniqueKeysWithValues: ["txt", "md", "csv", "tsv", "json", "html", "htm", "xml", "yaml", "yml"].map {
            ($0, .plain)
        } + DocumentKind.all.map { ($0.label, .document($0)) })

    /// Source: IANA media types.
    private static let byMediaType: [String: AttachmentKind] = {
        let office = "application/vnd.openxmlformats-officedocument."
        let open = "application/vnd.oasis.opendocument."
        return [
            "application/json": .plain, "application/xml": .plain, "application/yaml": .plain,
            "application/pdf": .document(.pdf),
            office + "wordprocessingml.document": .document(.office(.docx)),
            office + "spreadsheetml.sheet": .document(.office(.xlsx)),
            office + "presentationml.presentation": .document(.office(.pptx)),
            open + "text": .document(.office(.odt)),
            open + "spreadsheet": .document(.office(.ods)),
            open + "presentation": .document(.office(.odp)),
        ]
    }()
}

extension [UInt8] {
    /// The longest end without a byte that is unwanted.
    fileprivate func suffix(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = count
        while start > 0, isWanted(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}
