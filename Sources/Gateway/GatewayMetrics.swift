import Metrics

/// What the data path counts.
///
/// Labels come from closed sets: no caller, no model, no text.
enum GatewayMetrics {
    /// A request that was decided: forwarded as it came, forwarded redacted, or blocked for what was found.
    static func decided(_ verdict: String, findingCount: Int) {
        Counter(label: "cloakroom_requests_total", dimensions: [("verdict", verdict)]).increment()
        Counter(label: "cloakroom_findings_total", dimensions: [("verdict", verdict)]).increment(
            by: findingCount)
    }

    /// A request that was refused for another reason; the label is an error's.
    static func refused(_ label: String) {
        Counter(label: "cloakroom_refusals_total", dimensions: [("reason", label)]).increment()
    }

    /// How long Cloakroom took to read, inspect, rewrite and record a request.
    static func overhead(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        Metrics.Timer(label: "cloakroom_overhead_seconds")
            .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Rules that were read again: taken into use, or not, because something was wrong with them.
    static func reloaded(isKept: Bool) {
        Counter(label: "cloakroom_rule_reloads_total", dimensions: [("result", isKept ? "refused" : "taken")])
            .increment()
    }

    /// How an exchange that was forwarded ended; the label is one of `Outcome`'s or an error's.
    static func ended(_ label: String) {
        Counter(label: "cloakroom_exchanges_ended_total", dimensions: [("outcome", label)]).increment()
    }
}

/// What the copy of the evidence counts, for whoever keeps it.
public enum CopyMetrics {
    /// Entries that are not in the database yet.
    public static func backlog(_ count: Int64) {
        Gauge(label: "cloakroom_evidence_backlog_entries").record(count)
    }

    /// Whether the copy follows the log: 1 or 0.
    public static func follows(_ isFollowing: Bool) {
        Gauge(label: "cloakroom_evidence_copy_up").record(isFollowing ? 1 : 0)
    }

    /// Another node's log that is not what it was, each time that it is looked at; the label is a fault's.
    public static func peerFault(_ label: String) {
        Counter(label: "cloakroom_evidence_peer_faults_total", dimensions: [("fault", label)]).increment()
    }
}
