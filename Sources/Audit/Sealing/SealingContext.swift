import Foundation

/// What an original belongs to: it opens only together with these.
///
/// They are not in the sealed bytes. Whoever opens takes them from the log, so a blob that was put in another one's place does not
/// open.
public struct SealingContext: Hashable, Sendable {
    /// The log's name.
    public let origin: String
    public let exchange: ExchangeRef
    /// The rule set that blocked it.
    public let rulesDigest: String

    public init(origin: String, exchange: ExchangeRef, rulesDigest: String) {
        self.origin = origin
        self.exchange = exchange
        self.rulesDigest = rulesDigest
    }

    /// HPKE's `info` for one recipient: the log's name and the key's id.
    func info(for key: EvidenceKeyID) -> Data {
        var writer = EntryWriter()
        writer.text("cloakroom-evidence/1")
        writer.text(origin)
        writer.raw(key.bytes)
        return Data(writer.bytes)
    }

    /// What is authenticated besides: reference and rule set.
    var bytes: Data {
        var writer = EntryWriter()
        writer.text(origin)
        writer.text("\(exchange)")
        writer.text(rulesDigest)
        return Data(writer.bytes)
    }
}
