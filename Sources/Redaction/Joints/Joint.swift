internal import Detection
internal import Wire

/// An identifier that begins in one text of a request and ends in another one.
///
/// A reader reads the parts of a message, and one message after the other, without a border between them.
struct Joint {
    let finding: Finding
    /// Where its pieces stand: two or more, in texts that follow each other.
    let pieces: [TextPiece]

    /// The identifiers across the borders of a request's running texts, in order.
    ///
    /// They do not overlap.
    static func all(
        in segments: [Segment],
        under rules: CompiledRules,
        until deadline: ScanDeadline
    ) throws(ScanError) -> [Joint] {
        var joints: [Joint] = []
        for text in JoinedText.all(in: segments) where text.isSuspect(in: segments) {
            var found: [JoinedFinding] = []
            for joiner in [[], [0x20]] as [[UInt8]] {
                let (bytes, starts) = text.read(joiner, in: segments)
                for finding in try rules.findings(in: bytes.span, until: deadline)
                where finding.entity.isCutUp && !finding.isOnTrial {
                    let source = text.source(of: finding.bytes, starts: starts, joiner: joiner.count)
                    found.append(JoinedFinding(finding: finding, source: source))
                }
            }
            joints += merged(found).compactMap { found in
                let pieces = text.pieces(in: found.source)
                return pieces.count > 1 ? Joint(finding: found.finding, pieces: pieces) : nil
            }
        }
        return joints
    }

    private struct JoinedFinding {
        let finding: Finding
        /// Where it stands in the joined text, joiners not counted.
        var source: Range<Int>
    }

    /// Findings in order; those that overlap are one, of the kind of the longer one.
    private static func merged(_ found: [JoinedFinding]) -> [JoinedFinding] {
        var merged: [JoinedFinding] = []
        for next in found.sorted(by: { $0.source.lowerBound < $1.source.lowerBound }) {
            guard let last = merged.last, last.source.overlaps(next.source) else {
                merged.append(next)
                continue
            }
            let longer = next.source.count > last.source.count ? next : last
            let end = max(last.source.upperBound, next.source.upperBound)
            merged[merged.endIndex - 1] = JoinedFinding(
                finding: longer.finding, source: last.source.lowerBound..<end)
        }
        return merged
    }

    /// The finding at its beginning, and what the policy does about it.
    ///
    /// Where something else was found that lies across one of its ends, or a piece stands where nothing can be
    /// replaced, it blocks.
    func placed(
        in segments: [Segment],
        beside judged: [Int: [Finding]],
        under policy: Policy,
        isFull: Bool
    ) -> PlacedFinding {
        let wanted = policy.treatment(of: finding.entity).verdict(inFullMosaic: isFull)
        let isFree = pieces.allSatisfy { piece in
            policy.canReplace(in: segments[piece.segment].kind)
                && (judged[piece.segment] ?? []).allSatisfy { found in
                    !found.bytes.overlaps(piece.bytes) || piece.holds(found)
                }
        }
        return PlacedFinding(
            place: segments[pieces[0].segment].place,
            finding: Finding(
                entity: finding.entity, rule: finding.rule, bytes: pieces[0].bytes,
                confidence: finding.confidence
            ),
            verdict: wanted == .redact && !isFree ? .block : wanted, pieces: pieces, table: nil)
    }

    /// The identifier as it reads.
    func value(in segments: [Segment]) -> [UInt8] {
        pieces.flatMap { segments[$0.segment].text[$0.bytes] }
    }
}

extension EntityType {
    /// Whether a value of this kind is told by its own form, so that pieces of it are not there by chance.
    fileprivate var isCutUp: Bool {
        switch self {
        case .upn, .uln, .uci, .nhsNumber, .nino, .passport, .drivingLicence, .dbsNumber, .utr,
            .candidateNumber, .bankAccount, .iban, .paymentCard, .email, .userPrincipalName, .phone, .secret,
            .mac:
            true
        default: false
        }
    }
}
