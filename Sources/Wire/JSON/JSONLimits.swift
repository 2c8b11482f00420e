/// The bounds of one JSON document.
public struct JSONLimits: Hashable, Sendable {
    public let byteCountMax: Int
    /// Deepest nesting of arrays and objects.
    public let depthMax: Int
    /// Most values and keys.
    public let valueCountMax: Int

    /// A `byteCountMax` above 2 GiB counts as 2 GiB: the tape keeps places in 32 bits.
    public init(byteCountMax: Int = 8 << 20, depthMax: Int = 64, valueCountMax: Int = 200_000) {
        self.byteCountMax = min(byteCountMax, Int(Int32.max))
        self.depthMax = depthMax
        self.valueCountMax = valueCountMax
    }
}
