import CLinux
import Foundation

/// What a process that reads a stranger's file may use; programs that it starts inherit it.
///
/// A mistake in libzip, libxml2 or poppler that such a file makes use of meets these instead of the gateway's memory,
/// keys and database. One of the files that call C.
enum ProcessLimits {
    /// Memory that can be written.
    ///
    /// A sheet of 360,000 cells took 43 MB in all.
    private static let memoryByteCountMax: UInt = 512 << 20
    /// Addresses, of which glibc reserves 64 MB for each thread without using them.
    ///
    /// At 512 MB threads waited six seconds for room.
    private static let addressByteCountMax: UInt = 2 << 30
    private static let openFileCountMax: UInt = 64

    /// Sets the limits, for ever.
    ///
    /// - Returns: Whether all of them hold.
    static func apply(processorTime seconds: Int) -> Bool {
        // A program of poppler that ends early must not end this one while it is written to.
        signal(SIGPIPE, SIG_IGN)
        return set(RLIMIT_CORE, 0) && set(RLIMIT_FSIZE, 0) && set(RLIMIT_NOFILE, openFileCountMax)
            && set(RLIMIT_CPU, UInt(max(1, seconds))) && set(RLIMIT_DATA, memoryByteCountMax)
            && set(RLIMIT_AS, addressByteCountMax)
    }

    /// Keeps what is in this process's memory out of core dumps, crash reports and other processes of the same account, for ever.
    ///
    /// Three locks against dumps, for each lets something through: the limit does not hold where the kernel gives dumps to a
    /// program (`|` in core_pattern); what is not dumpable becomes so in programs that it starts; the filter, which such programs
    /// inherit and which leaves the memory out of a dump, cannot be set on every kernel.
    ///
    /// - Returns: Whether the first two hold.
    static func keepMemoryPrivate() -> Bool {
        forbidCrashReports()
        // First, because a process that is not dumpable may not write this file.
        try? FileHandle(forWritingAtPath: "/proc/self/coredump_filter")?.write(contentsOf: Data("0".utf8))
        return set(RLIMIT_CORE, 0) && linux_set_dumpable(0) == 0
    }

    /// Takes Swift's backtracer away, which writes sixteen bytes of memory behind each register to standard error.
    ///
    /// It stays with `SWIFT_BACKTRACE=registers=none`.
    private static func forbidCrashReports() {
        let wish = ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? ""
        guard !wish.split(separator: ",").contains("registers=none") else { return }
        for crash in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
    }

    private static func set(_ resource: __rlimit_resource, _ value: UInt) -> Bool {
        var limit = rlimit(rlim_cur: value, rlim_max: value)
        return unsafe setrlimit(Int32(resource.rawValue), &limit) == 0
    }
}
