/// Whole, cut once at every place, and byte by byte.
public func everySplit(of bytes: [UInt8]) -> [[[UInt8]]] {
    [[bytes]] + bytes.indices.map { [Array(bytes[..<$0]), Array(bytes[$0...])] } + [bytes.map { [$0] }]
}
