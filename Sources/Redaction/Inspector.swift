public import Detection
public import Wire

/// Judges requests: finds, decides, rewrites.
///
/// Pure: no I/O, no log, and a clock only where the caller sets a deadline.
public struct Inspector: Sendable {
    private let rules: CompiledRules
    private let policy: Policy

    public init(rules: CompiledRules, policy: Policy) {
        self.rules = rules
        self.policy = policy
    }

    /// Judges one request, which must be done by the deadline.
    ///
    /// Every error means “blocked”.
    public func inspect(
        _ request: APIRequest,
        until deadline: ScanDeadline = .none
    ) throws(InspectionError) -> Inspection {
        var judged: [JudgedSegment] = []
        var trials: [PlacedFinding] = []
        var scans: [(findings: [Finding], trials: [Finding])] = []
        var memory = NameMemory()
        for segment in request.segments {
            let scan = try scan(segment.text, at: segment.place, until: deadline)
            rules.remember(scan.findings, in: segment.text.span, into: &memory)
            scans.append(scan)
        }
        for (index, segment) in request.segments.enumerated() {
            let (findings, onTrial) = try judging(
                memory, besides: scans[index], in: segment.text, by: segment.author, at: segment.place,
                until: deadline)
            if !findings.isEmpty {
                judged.append(JudgedSegment(index: index, segment: segment, findings: findings))
            }
            trials += segment.placed(onTrial, at: index, under: policy, isFull: true)
        }
        let joints = try joints(in: request, until: deadline)
        let isFull = policy.isMosaicFull(
            of: judged.flatMap(\.findings) + joints.map(\.finding))
        let found = Dictionary(judged.map { ($0.index, $0.findings) }) { first, _ in first }
        let placed =
            judged.flatMap { $0.placed(under: policy, isFull: isFull) + $0.tables(under: policy) }
            + joints.map {
                $0.placed(in: request.segments, beside: found, under: policy, isFull: isFull)
            }
        let verdict = placed.map(\.verdict).max() ?? .allow
        var vault = Vault()
        // What the endpoint itself wrote and signed holds placeholders of ours.
        for segment in request.segments where segment.kind != .fixed {
            vault.reserve(placeholdersIn: segment.text)
        }
        guard verdict != .block else {
            return Inspection(
                verdict: verdict, findings: placed, trials: trials, body: nil, known: [], vault: vault)
        }
        let redactor = Redactor(policy: policy, isFull: isFull)
        let replacements = redactor.replacements(of: found, joints, in: request.segments, into: &vault)
        let body = RedactedBody(bytes: replacements.isEmpty ? request.body : request.rewriting(replacements))
        return Inspection(
            verdict: verdict, findings: placed, trials: trials, body: body,
            known: Self.known(judged, under: policy, isFull: isFull), vault: vault)
    }

    /// What stands between an endpoint's answer and the person: it takes out what was not in the prompt.
    public func answerGuard(after inspection: borrowing Inspection, until deadline: ScanDeadline)
        -> AnswerGuard
    {
        AnswerGuard(rules: rules, policy: policy.answers, known: inspection.known, until: deadline)
    }

    /// Judges a text on its own, as if it were one user message.
    public func inspect(
        text: [UInt8],
        until deadline: ScanDeadline = .none
    ) throws(InspectionError) -> TextInspection {
        let scan = try scan(text, at: "text", until: deadline)
        var memory = NameMemory()
        rules.remember(scan.findings, in: text.span, into: &memory)
        let (findings, trials) = try judging(
            memory, besides: scan, in: text, by: .client, at: "text", until: deadline)
        var vault = Vault()
        vault.reserve(placeholdersIn: text)
        let isFull = policy.isMosaicFull(of: findings)
        let redacted = Redactor(policy: policy, isFull: isFull).redacted(text, findings, into: &vault)
        let verdict = findings.map { policy.treatment(of: $0.entity).verdict(inFullMosaic: isFull) }.max()
        let table = RecordTable.first(in: text, findings, rowCountMin: policy.tableRowCountMin)
        return TextInspection(
            verdict: table == nil ? verdict ?? .allow : .block, findings: findings, trials: trials,
            table: table, redacted: redacted)
    }

    /// The values that were found and that the policy leaves in the request.
    private static func known(_ judged: [JudgedSegment], under policy: Policy, isFull: Bool) -> Set<[UInt8]> {
        var values: Set<[UInt8]> = []
        for item in judged {
            for finding in item.findings
            where policy.treatment(of: finding.entity).operation(inFullMosaic: isFull) == nil {
                values.insert(Array(item.segment.text[finding.bytes]))
            }
        }
        return values
    }

    private func joints(
        in request: APIRequest,
        until deadline: ScanDeadline
    ) throws(InspectionError) -> [Joint] {
        do throws(ScanError) {
            return try Joint.all(in: request.segments, under: rules, until: deadline)
        } catch {
            throw .scan(error, place: request.surface.conversation)
        }
    }

    /// What was found, and what rules on trial would have found.
    private func scan(
        _ text: [UInt8],
        at place: String,
        until deadline: ScanDeadline
    ) throws(InspectionError) -> (findings: [Finding], trials: [Finding]) {
        do throws(ScanError) {
            return parted(try rules.findings(in: text.span, until: deadline))
        } catch {
            throw .scan(error, place: place)
        }
    }

    /// What was found, the remembered names besides, and what is told about somebody.
    ///
    /// The model of matters judges what people say: an answer that it takes for telling would block every turn from then on, a
    /// tool's description every request of a client. The lists judge those too.
    private func judging(
        _ memory: NameMemory,
        besides scan: (findings: [Finding], trials: [Finding]),
        in text: [UInt8],
        by author: Segment.Author,
        at place: String,
        until deadline: ScanDeadline
    ) throws(InspectionError) -> (findings: [Finding], trials: [Finding]) {
        do throws(ScanError) {
            let found = try rules.recalling(memory, besides: scan.findings, in: text.span, until: deadline)
            guard author == .client else { return (found, scan.trials) }
            let all = parted(try rules.telling(besides: found, in: text.span, until: deadline))
            return (all.findings, scan.trials + all.trials)
        } catch {
            throw .scan(error, place: place)
        }
    }

    /// Findings, and those of rules on trial.
    private func parted(_ all: [Finding]) -> (findings: [Finding], trials: [Finding]) {
        guard rules.hasTrials else { return (all, []) }
        return (all.filter { !$0.isOnTrial }, all.filter(\.isOnTrial))
    }
}

/// A text on its own, judged.
public struct TextInspection: Sendable {
    public let verdict: Verdict
    /// In order, not overlapping.
    public let findings: [Finding]
    /// What rules on trial found; it has no part in the verdict.
    public let trials: [Finding]
    /// Rows about people, which block whatever is found in them.
    public let table: RecordTable?
    /// The text with what the policy redacts replaced.
    ///
    /// When the verdict is block it still holds what blocks.
    public let redacted: [UInt8]
}

/// A field with findings, before anything is decided about the request.
private struct JudgedSegment {
    let index: Int
    let segment: Segment
    let findings: [Finding]

    /// Rows about people as a finding of their own: they block as a whole.
    func tables(under policy: Policy) -> [PlacedFinding] {
        let table = RecordTable.first(in: segment.text, findings, rowCountMin: policy.tableRowCountMin)
        return [table].compactMap { $0 }.map {
            PlacedFinding(
                place: segment.place,
                finding: Finding(entity: .confidential, rule: .recordTable, bytes: $0.bytes, confidence: 100),
                verdict: .block, pieces: [TextPiece(segment: index, bytes: $0.bytes)], table: $0)
        }
    }

    func placed(under policy: Policy, isFull: Bool) -> [PlacedFinding] {
        segment.placed(findings, at: index, under: policy, isFull: isFull)
    }
}

extension Segment {
    /// Findings in the field, and what the policy says of them in a request whose mosaic is full, or is not.
    fileprivate func placed(
        _ findings: [Finding],
        at index: Int,
        under policy: Policy,
        isFull: Bool
    ) -> [PlacedFinding] {
        findings.map { finding in
            let wanted = policy.treatment(of: finding.entity).verdict(inFullMosaic: isFull)
            let verdict = wanted == .redact && !policy.canReplace(in: kind) ? .block : wanted
            return PlacedFinding(
                place: place, finding: finding, verdict: verdict,
                pieces: [TextPiece(segment: index, bytes: finding.bytes)], table: nil)
        }
    }
}
