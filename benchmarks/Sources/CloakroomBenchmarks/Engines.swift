import CHyperscan
import CPCRE2Baseline
import Detection
import Foundation

/// Something that looks for the rules' patterns in a text and counts.
protocol Engine {
    var name: String { get }
    var shortName: String { get }
    /// How many patterns it runs.
    var patternCount: Int { get }
    func count(in text: [UInt8]) -> Int
}

/// Cloakroom as it runs in the gateway: triggers, patterns, validators, context, links, overlaps, offsets.
struct CloakroomEngine: Engine {
    var name = "Cloakroom"
    var shortName: String { name }
    let rules: CompiledRules
    /// Whether the model of matters is asked too, as it is for requests.
    var tells = false
    var patternCount: Int { rules.rules.count }

    func count(in text: [UInt8]) -> Int {
        do {
            let findings = try rules.findings(in: text.span)
            return tells ? try rules.telling(besides: findings, in: text.span).count : findings.count
        } catch {
            fatalError("the scan failed: \(error)")
        }
    }
}

/// PCRE2 with its just-in-time compiler, one pattern after the other over the whole text.
///
/// Only matches, no checks.
final class PCRE2Engine: Engine {
    let name = "PCRE2-JIT, rule after rule"
    let shortName = "PCRE2"
    private var codes: [OpaquePointer] = []
    private let matchData = pcre2_match_data_create_8(32, nil)
    var patternCount: Int { codes.count }

    init(patterns: [String]) {
        for pattern in patterns {
            var (error, offset): (Int32, Int) = (0, 0)
            let bytes = Array(pattern.utf8)
            guard
                let code = pcre2_compile_8(bytes, bytes.count, UInt32(PCRE2_MULTILINE), &error, &offset, nil)
            else {
                fatalError("PCRE2 refuses \(pattern)")
            }
            pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
            codes.append(code)
        }
    }

    func count(in text: [UInt8]) -> Int {
        var count = 0
        text.withUnsafeBufferPointer { buffer in
            for code in codes {
                var start = 0
                while start < buffer.count {
                    let result = pcre2_match_8(
                        code, buffer.baseAddress, buffer.count, start, 0, matchData, nil)
                    guard result > 0, let offsets = pcre2_get_ovector_pointer_8(matchData) else { break }
                    count += 1
                    start = max(offsets[1], offsets[0] + 1)
                }
            }
        }
        return count
    }
}

/// Vectorscan in block mode with the patterns that it accepts, without starts of matches and without checks.
///
/// It knows no look-around, so the boundaries are `\b` here: fewer bytes to look at than Cloakroom has.
final class VectorscanEngine: Engine {
    let shortName = "Vectorscan"
    let name: String
    let patternCount: Int
    private var database: OpaquePointer?
    private var scratch: OpaquePointer?

    init(patterns: [String]) {
        func compile(_ patterns: [String]) -> OpaquePointer? {
            var database: OpaquePointer?
            var failure: UnsafeMutablePointer<hs_compile_error_t>?
            let copies = patterns.map { strdup($0) }
            defer { copies.forEach { free($0) } }
            var pointers = copies.map { UnsafePointer<CChar>($0) }
            let flags = [UInt32](repeating: UInt32(HS_FLAG_MULTILINE), count: patterns.count)
            let ids = (0..<UInt32(patterns.count)).map { $0 }
            let result = hs_compile_multi(
                &pointers, flags, ids, UInt32(patterns.count), UInt32(HS_MODE_BLOCK), nil, &database, &failure
            )
            if let failure { hs_free_compile_error(failure) }
            return result == HS_SUCCESS ? database : nil
        }
        let accepted = patterns.filter { pattern in
            guard let database = compile([pattern]) else { return false }
            hs_free_database(database)
            return true
        }
        database = compile(accepted)
        hs_alloc_scratch(database, &scratch)
        patternCount = accepted.count
        name = "Vectorscan, \(accepted.count) patterns"
    }

    func count(in text: [UInt8]) -> Int {
        var count = 0
        text.withUnsafeBytes { bytes in
            let data = bytes.bindMemory(to: CChar.self)
            hs_scan(
                database, data.baseAddress, UInt32(data.count), 0, scratch,
                { _, _, _, _, context in
                    context?.assumingMemoryBound(to: Int.self).pointee += 1
                    return 0
                }, &count
            )
        }
        return count
    }
}
