extension PatternNode {
    /// A byte, one of those that are rare in prose, that each match holds before what it finds; nil if none is known.
    var leadingByte: UInt8? {
        let lead = lead
        return lead.find == .always ? lead.byte : nil
    }

    /// Whether matches of a part hold the group of what is found.
    private enum Find {
        case never, sometimes, always
    }

    /// … and a byte that each match of the part holds, before that group if it is there.
    private var lead: (find: Find, byte: UInt8?) {
        switch self {
        case .character(let source, _):
            let isLiteral = source.count == 1 || source.count == 2 && source[0] == UInt8(ascii: "\\")
            return (.never, source.last.flatMap { isLiteral && RareBytes.all.contains($0) ? $0 : nil })
        case .anchor, .option: return (.never, nil)
        case .look(_, let content, _): return (content.lead.find == .never ? .never : .sometimes, nil)
        case .sequence(let parts):
            var byte: UInt8?
            for part in parts {
                let lead = part.lead
                byte = byte ?? lead.byte
                if lead.find != .never { return (lead.find, byte) }
            }
            return (.never, byte)
        case .choice(let branches):
            let leads = branches.map(\.lead)
            guard let first = leads.first, leads.allSatisfy({ $0.find == first.find }) else {
                return (.sometimes, nil)
            }
            return (first.find, leads.allSatisfy { $0.byte == first.byte } ? first.byte : nil)
        case .group(let opening, let content):
            return opening.starts(with: "(?<find>".utf8) ? (.always, nil) : content.lead
        case .repetition(let content, let count, _):
            let inner = content.lead
            guard count.lowerBound == 0 else { return inner }
            return (inner.find == .never ? .never : .sometimes, nil)
        }
    }
}
