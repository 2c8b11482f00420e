/// Every bound of the reading of one file.
public struct ExtractionLimits: Sendable {
    /// Largest file.
    public var inputByteCountMax = 16 << 20
    /// Most entries of an archive.
    ///
    /// A presentation of two hundred slides has about a thousand.
    public var entryCountMax = 4_000
    /// Largest sum of what is unpacked; pictures are not.
    public var unpackedByteCountMax = 128 << 20
    /// How many times larger than packed an entry may be, once it is larger than `ratioFreeByteCount`.
    ///
    /// Sheets of many equal rows reach a hundred; deflate ends at 1,032.
    public var compressionRatioMax = 200
    public var ratioFreeByteCount = 1 << 20
    /// Largest text that comes out.
    public var textByteCountMax = 8 << 20
    /// Deepest nesting of XML.
    ///
    /// libxml2 itself ends at 256.
    public var depthMax = 200

    public init() {}
}

/// One of the bounds, as a word.
public enum ExtractionBound: String, CaseIterable, Sendable {
    case inputBytes = "input_bytes"
    case entries
    case unpackedBytes = "unpacked_bytes"
    case compressionRatio = "compression_ratio"
    case textBytes = "text_bytes"
    case depth
    /// Memory, set by the process.
    case memory
}
