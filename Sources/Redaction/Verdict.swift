/// What happens to a request; the strictest finding decides.
public enum Verdict: String, Comparable, Sendable {
    /// Forwarded as it came.
    case allow
    /// Forwarded with what was found replaced.
    case redact
    /// Not forwarded.
    case block

    public static func < (a: Verdict, b: Verdict) -> Bool { a.severity < b.severity }

    private var severity: Int {
        switch self {
        case .allow: 0
        case .redact: 1
        case .block: 2
        }
    }
}
