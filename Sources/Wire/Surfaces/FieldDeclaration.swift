/// What becomes of one field of a surface, for people to read.
public struct FieldDeclaration: Hashable, Sendable {
    /// What happens to what stands in it.
    public enum Treatment: String, Sendable {
        /// Read and, where something is found, replaced or blocked.
        case inspect
        /// Read, but never replaced: what would be replaced blocks.
        case inspectOnly = "inspect only"
        /// One of a few words or values, passed on as it is.
        case copy
        /// Turned into text, which is inspected.
        case extract
        case refuse
    }

    /// `messages[].content[].text`.
    public let path: String
    public let treatment: Treatment
}

extension Surface {
    /// Every declared field, in order.
    ///
    /// Fields that are not among them are inspected with all below them; parts, roles, items and tools of a type that is not
    /// declared are refused.
    public var declarations: [FieldDeclaration] {
        var list: [FieldDeclaration] = []
        for field in fields { field.describe(at: "", isRewritable: isRewritable, into: &list) }
        return list
    }
}

extension DeclaredField {
    fileprivate func describe(
        at place: String,
        isRewritable: Bool,
        into list: inout [FieldDeclaration]
    ) {
        let path = place.isEmpty ? name : "\(place).\(name)"
        rule.describe(at: path, isRewritable: isRewritable, into: &list)
    }
}

extension FieldRule {
    fileprivate func describe(at path: String, isRewritable: Bool, into list: inout [FieldDeclaration]) {
        func add(_ treatment: FieldDeclaration.Treatment) {
            let isFixed = treatment == .inspect && !isRewritable
            let declaration = FieldDeclaration(path: path, treatment: isFixed ? .inspectOnly : treatment)
            if list.last != declaration { list.append(declaration) }
        }
        func go(_ fields: [DeclaredField], at path: String) {
            for field in fields { field.describe(at: path, isRewritable: isRewritable, into: &list) }
        }
        switch self {
        case .model, .stream, .flag, .words: add(.copy)
        case .number, .fixed: add(.inspectOnly)
        case .text, .running, .source, .inspect: add(.inspect)
        case .textOrTexts: add(.inspect)
        case .attachment: add(.extract)
        case .refuse, .refuseTrue: add(.refuse)
        case .written(_, let rule), .turn(let rule):
            rule.describe(at: path, isRewritable: isRewritable, into: &list)
        case .content(let part):
            add(.inspect)
            part.describe(at: path + "[]", isRewritable: isRewritable, into: &list)
        case .list(let element, _): element.describe(at: path + "[]", isRewritable: isRewritable, into: &list)
        case .object(let fields), .closed(let fields): go(fields, at: path)
        case .keyed(let fields, let others): go(fields + others, at: path)
        case .variants(let by, _, let variants, _):
            for variant in variants {
                let place = "\(path)<\(by): \(variant.names.joined(separator: "|"))>"
                if case .object(let fields) = variant.rule {
                    go(fields, at: place)
                } else {
                    variant.rule.describe(at: place, isRewritable: isRewritable, into: &list)
                }
            }
        }
    }
}
