internal import Detection

/// What stands in the place of a finding.
///
/// A closed set, hence an enum: add a case and the compiler lists every place to change.
public enum Operator: Hashable, Sendable {
    /// A placeholder such as `[IBAN_2]`; the answer gets the value back.
    case pseudonymize
    /// `••••3000`: the last characters stay. Cannot be undone.
    case mask(keepLast: Int)
    /// Nothing at all. Cannot be undone.
    case remove

    func replacement(for value: ArraySlice<UInt8>, of entity: EntityType, in vault: inout Vault) -> [UInt8] {
        switch self {
        case .pseudonymize: vault.placeholder(for: Array(value), of: entity).text
        case .mask(let keepLast): Self.masked(value, keepLast: keepLast)
        case .remove: []
        }
    }

    /// Always four bullets, so that the mask does not tell how long the value was.
    private static func masked(_ value: ArraySlice<UInt8>, keepLast: Int) -> [UInt8] {
        var start = value.endIndex
        var kept = 0
        while start > value.startIndex, kept < keepLast {
            start -= 1
            if value[start] & 0xC0 != 0x80 { kept += 1 }
        }
        // A value as short as what would be kept is hidden whole.
        let tail = start == value.startIndex ? [] : value[start...]
        return Array("••••".utf8) + tail
    }
}
