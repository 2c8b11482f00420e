import CLinux
import Foundation
import Glibc

/// What the start of the gateway leaves in memory, given back to the system.
///
/// To read, compile and try the rules takes as much again as to keep them, and most of the program's code. The allocator keeps
/// what was freed, and the process what it has read of its own file: both count as the gateway's memory as long as it runs. Code
/// that is wanted again comes back from the page cache, at some microseconds a page.
enum ResidentMemory {
    /// Gives back what is not used.
    static func giveBack() {
        _ = malloc_trim(0)
        let list = FileManager.default.contents(atPath: "/proc/self/smaps") ?? Data()
        for range in cleanRanges(in: String(decoding: list, as: UTF8.self)) {
            if let start = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound) {
                _ = unsafe madvise(start, range.count, MADV_DONTNEED)
            }
        }
    }

    /// The addresses in a list of mappings of which nothing is lost: of files, not to be written, with no page of the process's own.
    ///
    /// Source: proc_pid_smaps(5). Pages that the loader has written, and protected since, count as `Anonymous`.
    static func cleanRanges(in list: String) -> [Range<UInt>] {
        var ranges: [Range<UInt>] = []
        var candidate: Range<UInt>?
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            if let head = fields.first, !head.hasSuffix(":") {
                candidate = fileRange(fields)
            } else if fields.first == "Anonymous:", fields.dropFirst().first == "0", let range = candidate {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// Of `55d0c8a00000-55d0c9f00000 r-xp 00400000 08:01 42 /usr/bin/cloakroom`, if it cannot be written.
    private static func fileRange(_ fields: [Substring]) -> Range<UInt>? {
        guard fields.count > 5, ["r-xp", "r--p"].contains(fields[1]), fields[5].hasPrefix("/") else {
            return nil
        }
        let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }
}
