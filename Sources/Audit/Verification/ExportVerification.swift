public import Foundation

/// Checks an export of a log, without the log.
public struct ExportVerification {
    private enum Expecting {
        case header, entries, nothing
    }

    private let trust: Trust
    private var verifier: LogVerifier?
    private var expecting = Expecting.header
    private var consistency: (from: TreeFrontier, proof: [TreeHash])?

    public init(_ trust: Trust) { self.trust = trust }

    /// Takes the next line, without its line feed.
    public mutating func take(_ line: Data) throws(LogFault) {
        switch expecting {
        case .header: try takeHeader(line)
        case .nothing: throw LogFault(.malformed, at: verifier?.frontier.size ?? 0)
        case .entries:
            if let entry = LogExportFile.decode(LogExportFile.Line.self, line) {
                try take(entry)
            } else if let footer = LogExportFile.decode(LogExportFile.Footer.self, line) {
                try take(footer)
            } else {
                throw LogFault(.malformed, at: (verifier?.frontier.size ?? 0) + 1)
            }
        }
    }

    /// Says whether the file was whole and good.
    public mutating func finish() throws(LogFault) -> LogReport {
        guard var verifier, expecting == .nothing else { throw LogFault(.malformed, at: 0) }
        return try verifier.finish()
    }

    private mutating func takeHeader(_ line: Data) throws(LogFault) {
        guard let header = LogExportFile.decode(LogExportFile.Header.self, line),
            header.format == LogExportFile.format,
            let frontier = TreeFrontier(
                size: header.from, hashes: header.frontier.compactMap { TreeHash(base64: $0) }),
            frontier.hashes.map(\.base64) == header.frontier
        else { throw LogFault(.malformed, at: 0) }
        guard header.origin == trust.origin else { throw LogFault(.origin, at: header.from) }
        try check(header.previous, frontier)
        verifier = LogVerifier(trust, after: frontier)
        let proof = header.consistency.compactMap { TreeHash(base64: $0) }
        guard proof.map(\.base64) == header.consistency else { throw LogFault(.proof, at: header.from) }
        consistency = (frontier, proof)
        expecting = .entries
    }

    private func check(_ previous: String?, _ frontier: TreeFrontier) throws(LogFault) {
        guard frontier.size > 0 else {
            if previous != nil { throw LogFault(.root, at: 0) }
            return
        }
        guard let previous, let signed = SignedCheckpoint(previous) else {
            throw LogFault(.signature, at: frontier.size)
        }
        try trust.check(signed)
        guard signed.checkpoint.size == frontier.size, signed.checkpoint.root == frontier.root else {
            throw LogFault(.root, at: frontier.size)
        }
    }

    private mutating func take(_ line: LogExportFile.Line) throws(LogFault) {
        let number = line.n
        func bytes(_ text: String) throws(LogFault) -> Data {
            guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else {
                throw LogFault(.malformed, at: number)
            }
            return data
        }
        let (content, hash): (Data?, TreeHash?)
        switch (line.entry, line.leaf) {
        case (let entry?, nil):
            let bytes = try bytes(entry)
            (content, hash) = (bytes, .leaf(bytes))
        case (nil, let leaf?): (content, hash) = (nil, TreeHash(try bytes(leaf)))
        // With both, one of them could be anything.
        case (nil, nil), (_?, _?): (content, hash) = (nil, nil)
        }
        let mac = try bytes(line.mac)
        guard let hash, mac.count == MACChain.macCount else { throw LogFault(.malformed, at: number) }
        _ = try verifier?.take(LogRecord(sequence: number, content: content, leaf: hash, mac: mac))
    }

    private mutating func take(_ footer: LogExportFile.Footer) throws(LogFault) {
        guard let signed = SignedCheckpoint(footer.checkpoint) else {
            throw LogFault(.signature, at: footer.size)
        }
        guard footer.size == verifier?.frontier.size else { throw LogFault(.sequence, at: footer.size) }
        try verifier?.take(signed)
        guard let consistency,
            TreeProof.holds(
                consistency: consistency.proof, from: (consistency.from.size, consistency.from.root),
                to: (signed.checkpoint.size, signed.checkpoint.root))
        else { throw LogFault(.proof, at: footer.size) }
        expecting = .nothing
    }
}
