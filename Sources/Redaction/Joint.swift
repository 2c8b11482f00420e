internal import Detection
internal import Wire

/// An identifier that begins in one text of a request and ends in the next one.
///
/// A reader reads the parts of a message, and one message after the other, without a border between them.
struct Joint {
    let finding: Finding
    /// Where its beginning stands, up to the end of that text.
    let first: (segment: Int, bytes: Range<Int>)
    /// Where its end stands, from the start of that text.
    let second: (segment: Int, bytes: Range<Int>)

    /// How much of each text is read beside the border: more than any of these identifiers has.
    static let reach = 96

    /// The identifiers across the borders of a request's running texts.
    static func all(
        in segments: [Segment],
        under rules: CompiledRules,
        until deadline: ScanDeadline
    ) throws(ScanError) -> [Joint] {
        var joints: [Joint] = []
        var last: Int?
        for index in segments.indices where segments[index].isRunning && !segments[index].text.isEmpty {
            if let last, let joint = try joint(of: last, index, in: segments, under: rules, until: deadline) {
                joints.append(joint)
            }
            last = index
        }
        return joints
    }

    private static func joint(
        of first: Int,
        _ second: Int,
        in segments: [Segment],
        under rules: CompiledRules,
        until deadline: ScanDeadline
    ) throws(ScanError) -> Joint? {
        let tail = segments[first].text.suffix(reach).drop { $0 & 0xC0 == 0x80 }
        let head = segments[second].text.headOfWholeCharacters(reach)
        guard tail.isSuspect || head.isSuspect else { return nil }
        for space in [[], [0x20]] as [[UInt8]] {
            let text = Array(tail) + space + head
            let border = tail.count + space.count
            let found = try rules.findings(in: text.span, until: deadline).first { finding in
                finding.entity.isCutInTwo && !finding.isOnTrial
                    && finding.bytes.lowerBound < tail.count && finding.bytes.upperBound > border
            }
            guard let found else { continue }
            return Joint(
                finding: found,
                first: (first, tail.startIndex + found.bytes.lowerBound..<segments[first].text.count),
                second: (second, 0..<found.bytes.upperBound - border))
        }
        return nil
    }

    /// The finding at its beginning, and what the policy does about it.
    ///
    /// Where something else was found over one of its ends, or an end stands where nothing can be replaced, it blocks.
    func placed(
        in segments: [Segment],
        beside judged: [(segment: Int, findings: [Finding])],
        under policy: Policy,
        isFull: Bool
    ) -> PlacedFinding {
        let wanted = policy.treatment(of: finding.entity).verdict(inFullMosaic: isFull)
        let isFree = [first, second].allSatisfy { end in
            segments[end.segment].kind == .string
                && !judged.contains { item in
                    item.segment == end.segment && item.findings.contains { $0.bytes.overlaps(end.bytes) }
                }
        }
        return PlacedFinding(
            place: segments[first.segment].place,
            finding: Finding(
                entity: finding.entity, rule: finding.rule, bytes: first.bytes, confidence: finding.confidence
            ),
            verdict: wanted == .redact && !isFree ? .block : wanted, table: nil)
    }

    /// The identifier as it reads.
    func value(in segments: [Segment]) -> [UInt8] {
        Array(segments[first.segment].text[first.bytes] + segments[second.segment].text[second.bytes])
    }
}

extension ArraySlice<UInt8> {
    /// Whether an identifier may stand in it: without a digit or an at sign there is none.
    fileprivate var isSuspect: Bool { contains { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "@") || $0 >= 0x80 } }
}

extension [UInt8] {
    /// So many bytes from the start, and none of a character that goes on after them.
    fileprivate func headOfWholeCharacters(_ byteCount: Int) -> ArraySlice<UInt8> {
        var end = Swift.min(byteCount, count)
        while end < count, end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return self[..<end]
    }
}

extension EntityType {
    /// Whether a value of this kind is told by its own form, so that two halves of it are not there by chance.
    fileprivate var isCutInTwo: Bool {
        switch self {
        case .upn, .uln, .uci, .nhsNumber, .nino, .passport, .drivingLicence, .dbsNumber, .utr,
            .candidateNumber, .bankAccount, .iban, .paymentCard, .email, .userPrincipalName, .phone, .secret,
            .mac:
            true
        default: false
        }
    }
}
