import Glibc

/// The processor's time that the calling thread has had.
///
/// A clock on the wall goes on while others have the processor: on a busy machine everything looks slow by it.
enum ThreadTime {
    /// In seconds, since some moment of this thread's.
    static var now: Double {
        var time = timespec()
        // It fails only for a clock that Linux has not.
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
