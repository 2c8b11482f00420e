import Glibc

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

    private static func set(_ resource: __rlimit_resource, _ value: UInt) -> Bool {
        var limit = rlimit(rlim_cur: value, rlim_max: value)
        return unsafe setrlimit(Int32(resource.rawValue), &limit) == 0
    }
}
