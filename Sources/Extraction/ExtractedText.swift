/// What a file says.
public struct ExtractedText: Sendable {
    /// UTF-8, line by line; cells of a table are separated by tabs.
    public let text: [UInt8]
    /// Pictures whose text nobody has read: a scan, or the logo in a letter's head.
    public let uninspectedImageCount: Int

    public init(text: [UInt8], uninspectedImageCount: Int) {
        self.text = text
        self.uninspectedImageCount = uninspectedImageCount
    }
}

extension ExtractedText {
    /// What stands before the number of pictures on the standard error of `cloakroom extract`.
    public static let imageCountLabel = "uninspected_images"
}
