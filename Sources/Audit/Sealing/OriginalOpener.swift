public import Foundation

/// Opens sealed originals with one or more private keys: after a rotation, the old key's and the new one's.
///
/// ```swift
/// let opener = OriginalOpener([try PrivateKeyFile(path: "dpo.key").unlock(passphrase)])
/// let text = try opener.open(SealedOriginal(bytes: kept.content), context: context)
/// ```
public struct OriginalOpener: Sendable {
    private let keys: [EvidenceKey]

    public init(_ keys: [EvidenceKey]) { self.keys = keys }

    /// - Returns: The request as it came, byte by byte. It is a stranger's text: a terminal must not be given it as it is.
    /// - Throws: `SealingError.notARecipient`, `.altered`.
    public func open(_ original: SealedOriginal, context: SealingContext) throws(SealingError) -> Data {
        for wrapped in original.wrapped {
            guard let key = keys.first(where: { $0.id == wrapped.id && $0.suite == wrapped.suite }) else {
                continue
            }
            guard let secret = key.unwrap(wrapped, context: context),
                let text = secret.open(original.body, header: original.header, context: context)
            else { throw .altered }
            return text
        }
        throw .notARecipient(recipients: original.recipients)
    }
}
