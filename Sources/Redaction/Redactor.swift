internal import Detection
internal import Wire

/// Puts placeholders and the like in the place of findings, as the policy says.
struct Redactor {
    let policy: Policy
    /// Whether the request's mosaic is full.
    let isFull: Bool

    /// The new texts of a request's segments, in order; those that stay as they are are left out.
    func replacements(
        of found: [Int: [Finding]],
        _ joints: [Joint],
        in segments: [Segment],
        into vault: inout Vault
    ) -> [(segment: Int, text: [UInt8])] {
        let cuts = cuts(by: joints, in: segments)
        return Set(found.keys).union(cuts.keys).sorted().compactMap { index in
            let text = segments[index].text
            let cuts = cuts[index] ?? []
            let findings = (found[index] ?? []).filter { finding in
                !cuts.contains { $0.bytes.overlaps(finding.bytes) }
            }
            let new = redacted(text, findings, around: cuts, into: &vault)
            return new == text ? nil : (index, new)
        }
    }

    /// A piece of an identifier that lies across texts.
    private struct Cut {
        let bytes: Range<Int>
        let operation: Operator
        let entity: EntityType
        /// At its first piece all of the identifier, which is replaced there; nil at the others.
        let value: [UInt8]?
    }

    /// The pieces that are replaced, by segment.
    private func cuts(by joints: [Joint], in segments: [Segment]) -> [Int: [Cut]] {
        var cuts: [Int: [Cut]] = [:]
        for joint in joints {
            let treatment = policy.treatment(of: joint.finding.entity)
            guard let operation = treatment.operation(inFullMosaic: isFull) else { continue }
            for (index, piece) in joint.pieces.enumerated() {
                cuts[piece.segment, default: []].append(
                    Cut(
                        bytes: piece.bytes, operation: operation, entity: joint.finding.entity,
                        value: index == 0 ? joint.value(in: segments) : nil))
            }
        }
        return cuts
    }

    /// The text with every finding replaced as the policy says.
    ///
    /// Findings are in order and do not overlap.
    func redacted(_ text: [UInt8], _ findings: [Finding], into vault: inout Vault) -> [UInt8] {
        redacted(text, findings, around: [], into: &vault)
    }

    /// Cuts are in order as well and overlap nothing.
    private func redacted(
        _ text: [UInt8],
        _ findings: [Finding],
        around cuts: [Cut],
        into vault: inout Vault
    ) -> [UInt8] {
        var edits: [(bytes: Range<Int>, text: [UInt8])] = []
        var names = personPlaceholders(text, findings, into: &vault)[...]
        var cuts = cuts[...]
        for finding in findings {
            // Numbers follow first appearance, so all is replaced in the order of the text.
            while let cut = cuts.first, cut.bytes.lowerBound < finding.bytes.lowerBound {
                edits.append((cut.bytes, replacement(for: cuts.removeFirst(), into: &vault)))
            }
            let treatment = policy.treatment(of: finding.entity)
            guard let operation = treatment.operation(inFullMosaic: isFull) else { continue }
            if finding.entity.isPerson, operation == .pseudonymize, let name = names.popFirst() {
                edits.append((finding.bytes, name.text))
            } else {
                let new = operation.replacement(for: text[finding.bytes], of: finding.entity, in: &vault)
                edits.append((finding.bytes, new))
            }
        }
        for cut in cuts { edits.append((cut.bytes, replacement(for: cut, into: &vault))) }
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

    private func replacement(for cut: Cut, into vault: inout Vault) -> [UInt8] {
        guard let value = cut.value else { return [] }
        return cut.operation.replacement(for: value[...], of: cut.entity, in: &vault)
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
