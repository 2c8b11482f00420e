internal import Detection
internal import Wire

/// Puts placeholders and the like in the place of findings, as the policy says.
struct Redactor {
    let policy: Policy
    /// Whether the request's mosaic is full.
    let isFull: Bool

    /// The new texts of a request's segments, in order; those that stay as they are are left out.
    func replacements(
        of judged: [(segment: Int, findings: [Finding])],
        _ joints: [Joint],
        in segments: [Segment],
        into vault: inout Vault
    ) -> [(segment: Int, text: [UInt8])] {
        var findings = Dictionary(judged.map { ($0.segment, $0.findings) }) { first, _ in first }
        for joint in joints {
            for end in [joint.first.segment, joint.second.segment] { findings[end] = findings[end] ?? [] }
        }
        return findings.sorted { $0.key < $1.key }.compactMap { index, findings in
            let text = segments[index].text
            let cuts = joints.compactMap { cut(of: $0, in: segments, at: index, into: &vault) }
            let new = redacted(text, findings, around: cuts, into: &vault)
            return new == text ? nil : (index, new)
        }
    }

    /// The end of an identifier that stands in a segment, and what replaces it: all of it at its beginning.
    private func cut(
        of joint: Joint,
        in segments: [Segment],
        at segment: Int,
        into vault: inout Vault
    ) -> (bytes: Range<Int>, text: [UInt8])? {
        let treatment = policy.treatment(of: joint.finding.entity)
        guard let operation = treatment.operation(inFullMosaic: isFull) else { return nil }
        if joint.second.segment == segment { return (joint.second.bytes, []) }
        guard joint.first.segment == segment else { return nil }
        let value = joint.value(in: segments)
        return (
            joint.first.bytes, operation.replacement(for: value[...], of: joint.finding.entity, in: &vault)
        )
    }

    /// The text with every finding replaced as the policy says.
    ///
    /// Findings are in order and do not overlap, neither each other nor the cuts.
    func redacted(
        _ text: [UInt8],
        _ findings: [Finding],
        around cuts: [(bytes: Range<Int>, text: [UInt8])] = [],
        into vault: inout Vault
    ) -> [UInt8] {
        var edits = cuts
        var names = personPlaceholders(text, findings, into: &vault)[...]
        for finding in findings {
            let treatment = policy.treatment(of: finding.entity)
            guard let operation = treatment.operation(inFullMosaic: isFull) else { continue }
            if finding.entity.isPerson, operation == .pseudonymize, let name = names.popFirst() {
                edits.append((finding.bytes, name.text))
            } else {
                let new = operation.replacement(for: text[finding.bytes], of: finding.entity, in: &vault)
                edits.append((finding.bytes, new))
            }
        }
        if !cuts.isEmpty { edits.sort { $0.bytes.lowerBound < $1.bytes.lowerBound } }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var at = 0
        for edit in edits {
            out += text[at..<edit.bytes.lowerBound]
            out += edit.text
            at = edit.bytes.upperBound
        }
        return out + text[at...]
    }

    /// The placeholders of the persons whose names are replaced, in order.
    ///
    /// They are told together: whose name one is depends on the others of the text.
    private func personPlaceholders(
        _ text: [UInt8],
        _ findings: [Finding],
        into vault: inout Vault
    ) -> [Placeholder] {
        let mentions = findings.filter { finding in
            finding.entity.isPerson
                && policy.treatment(of: finding.entity).operation(inFullMosaic: isFull) == .pseudonymize
        }.map { finding in
            PersonMention(
                entity: finding.entity, value: Array(text[finding.bytes]),
                name: PersonName(at: finding.bytes, in: text.span), person: finding.person)
        }
        return mentions.isEmpty ? [] : vault.placeholders(for: mentions)
    }
}
