/// The bytes that JSON and event streams give a meaning, by name.
extension UInt8 {
    static var tab: UInt8 { 0x09 }
    static var lf: UInt8 { 0x0A }
    static var cr: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var comma: UInt8 { 0x2C }
    static var colon: UInt8 { 0x3A }
    static var backslash: UInt8 { 0x5C }

    var isDigit: Bool { self &- 0x30 < 10 }
}

extension UInt8 {
    /// A letter from A to Z in lower case; any other byte as it is.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
