import CPCRE2

/// A compiled pattern: PCRE2 in byte mode, with its just-in-time compiler where the machine allows it.
///
/// This file is the only one that calls C. PCRE2's code is immutable once compiled and its documentation
/// (pcre2api, “Multithreading”) allows any number of threads to match with it, each with its own
/// `PatternScratch`; hence `@unchecked Sendable`.
///
/// Byte mode, never UTF with Unicode properties: measured, those cost a factor of four, and the scanner
/// widens findings to whole characters itself.
@safe final class Pattern: @unchecked Sendable {
    /// How far a match reaches, boundaries included.
    let reach: PatternReach
    /// As PCRE2 reads it.
    let source: [UInt8]

    /// What matches; valid as long as this pattern lives.
    let matcher: PatternMatcher
    private let code: OpaquePointer

    /// Compiles a pattern.
    ///
    /// A bounded one never matches directly after or before an ASCII letter or digit; an anchored one matches
    /// only where the search starts.
    init(_ node: PatternNode, isBounded: Bool, isAnchored: Bool = false) throws(PatternSyntaxError) {
        let bounded = isBounded ? Self.bounded(node) : node
        source = bounded.source
        reach = bounded.reach
        var options = UInt32(PCRE2_MULTILINE) | UInt32(PCRE2_NEVER_UTF) | UInt32(PCRE2_NEVER_UCP)
        options |= UInt32(PCRE2_NEVER_BACKSLASH_C)
        // Compiled in, because the just-in-time code does not know it as an option of a single match.
        // Without the search for bytes that a match must hold: PCRE2 looks thousands of bytes ahead for them, each
        // time. Measured on e-mail-like text: 1 MB/s with it, 20 without.
        if isAnchored { options |= PCRE2_ANCHORED | UInt32(PCRE2_NO_START_OPTIMIZE) }
        var errorCode: Int32 = 0
        var errorOffset = 0
        let compiled = unsafe source.withUnsafeBufferPointer { buffer in
            unsafe pcre2_compile_8(
                buffer.baseAddress, buffer.count,
                options,
                &errorCode, &errorOffset, nil
            )
        }
        guard let compiled = unsafe compiled else {
            throw PatternSyntaxError(.refused(code: errorCode, message: Self.message(errorCode)), at: 0)
        }
        unsafe code = compiled
        // Without the compiler (no executable memory to be had) PCRE2 interprets: slower, same matches.
        let hasMachineCode = unsafe pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE) == 0
        let named = unsafe "find".withCString(encodedAs: UTF8.self) { name in
            unsafe pcre2_substring_number_from_name_8(compiled, name)
        }
        matcher = unsafe PatternMatcher(
            code: code, hasMachineCode: hasMachineCode, group: max(0, Int(named)),
            visibleByteCount: isAnchored ? reach.width.upperBound + reach.ahead + 1 : .max)
    }

    deinit { unsafe pcre2_code_free_8(code) }

    /// What a match covers, what the finding covers.
    struct Match {
        let whole: Range<Int>
        let found: Range<Int>
    }

    /// `\b` will not do: to it, `_` is part of a word, and file names are full of it.
    private static func bounded(_ node: PatternNode) -> PatternNode {
        let letterOrDigit = PatternNode.character(source: Array("[A-Za-z0-9]".utf8), width: 1...1)
        return .sequence([
            .look(opening: Array("(?<!".utf8), letterOrDigit, isBehind: true),
            .group(opening: Array("(?:".utf8), node),
            .look(opening: Array("(?!".utf8), letterOrDigit, isBehind: false),
        ])
    }

    private static func message(_ code: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
        }
        return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
    }
}

/// What it takes to match with a pattern, in a form that is copied without counting references.
///
/// Tried at every place that a trigger lets through, where counting was measured at a third of the cost. Whoever holds
/// one keeps its `Pattern` alive.
@safe struct PatternMatcher: @unchecked Sendable {
    fileprivate let code: OpaquePointer
    fileprivate let hasMachineCode: Bool
    /// The group whose match is the finding: `(?<find>…)`, or 0 for the whole match.
    fileprivate let group: Int
    /// Nothing this far behind the start can change a match, in bytes.
    fileprivate let visibleByteCount: Int

    /// The leftmost match that starts at or after `start`, for an anchored pattern there and nowhere else.
    ///
    /// Text before `start` is seen by what looks behind.
    /// `isTextStart` says whether the first byte of `subject` starts a line.
    func firstMatch(
        in subject: Span<UInt8>,
        from start: Int,
        isTextStart: Bool,
        using scratch: PatternScratch
    ) throws(PatternFailure) -> Pattern.Match? {
        let options = isTextStart ? 0 : UInt32(PCRE2_NOTBOL)
        let end = visibleByteCount < subject.count - start ? start + visibleByteCount : subject.count
        let result = unsafe subject.withUnsafeBufferPointer { buffer in
            // Without the checks of arguments that `pcre2_match` makes each time; ours are right by construction.
            hasMachineCode
                ? unsafe pcre2_jit_match_8(
                    code, buffer.baseAddress, end, start, options, scratch.matchData, scratch.context
                )
                : unsafe pcre2_match_8(
                    code, buffer.baseAddress, end, start, options, scratch.matchData, scratch.context
                )
        }
        if result == PCRE2_ERROR_NOMATCH { return nil }
        return try match(result, using: scratch)
    }

    /// What an attempt comes to in a text that goes on behind its end.
    enum Prospect {
        /// No match, whatever follows.
        case none
        /// What follows decides.
        case open
        /// This match, whatever follows.
        case match(Pattern.Match)
    }

    /// What can be said of a match that starts at `start`, in a text of which only the first part is there.
    ///
    /// PCRE2 interprets here, which takes about five times as long as its machine code does: compiled for partial matches
    /// too, each pattern would take twice the memory.
    /// Source: pcre2partial, “PCRE2_PARTIAL_HARD”: the end of the text that was looked at counts before any match.
    func prospect(
        in subject: Span<UInt8>,
        from start: Int,
        isTextStart: Bool,
        using scratch: PatternScratch
    ) throws(PatternFailure) -> Prospect {
        guard visibleByteCount >= subject.count - start else {
            let match = try firstMatch(in: subject, from: start, isTextStart: isTextStart, using: scratch)
            return match.map { .match($0) } ?? .none
        }
        let options = UInt32(PCRE2_PARTIAL_HARD) | (isTextStart ? 0 : UInt32(PCRE2_NOTBOL))
        let result = unsafe subject.withUnsafeBufferPointer { buffer in
            unsafe pcre2_match_8(
                code, buffer.baseAddress, buffer.count, start, options, scratch.matchData, scratch.context)
        }
        if result == PCRE2_ERROR_PARTIAL { return .open }
        if result == PCRE2_ERROR_NOMATCH { return .none }
        return .match(try match(result, using: scratch))
    }

    @inline(__always)
    private func match(_ result: Int32, using scratch: PatternScratch) throws(PatternFailure) -> Pattern.Match
    {
        guard result > 0, let offsets = unsafe pcre2_get_ovector_pointer_8(scratch.matchData) else {
            throw PatternFailure(code: result)
        }
        let whole = unsafe offsets[0]..<offsets[1]
        guard group > 0, Int(result) > group, unsafe offsets[2 * group] != Int(bitPattern: ~0) else {
            return Pattern.Match(whole: whole, found: whole)
        }
        let found = unsafe offsets[2 * group]..<offsets[2 * group + 1]
        return Pattern.Match(whole: whole, found: found)
    }
}

/// PCRE2 gave up: any result other than match or no match.
struct PatternFailure: Error {
    let code: Int32

    /// What it means for the scan that tried this rule.
    func scanError(of rule: RuleID) -> ScanError {
        switch code {
        case PCRE2_ERROR_MATCHLIMIT: .matchLimit(rule: rule)
        case PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_HEAPLIMIT: .stackLimit(rule: rule)
        default: .engine(rule: rule, code: code)
        }
    }
}

/// What one scanner needs to match: memory for results and the compiled code's stack.
///
/// Only the scanner that holds it touches it; `ScanMemoryPool` hands it on when that scanner is done.
@safe final class PatternScratch: @unchecked Sendable {
    /// Steps that one attempt at one position may take.
    ///
    /// Measured: 100,000 cost about 0.2 ms.
    static let matchLimit: UInt32 = 100_000
    private static let stackByteCountMin = 32 << 10
    private static let stackByteCountMax = 1 << 20

    fileprivate let matchData: OpaquePointer?
    fileprivate let context: OpaquePointer?
    private let stack: OpaquePointer?

    init(matchLimit: UInt32 = matchLimit) {
        unsafe matchData = pcre2_match_data_create_8(32, nil)
        unsafe context = pcre2_match_context_create_8(nil)
        unsafe stack = pcre2_jit_stack_create_8(Self.stackByteCountMin, Self.stackByteCountMax, nil)
        precondition(unsafe matchData != nil && context != nil && stack != nil, "out of memory for a scanner")
        unsafe pcre2_set_match_limit_8(context, matchLimit)
        unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }

    deinit {
        unsafe pcre2_match_data_free_8(matchData)
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_jit_stack_free_8(stack)
    }
}
