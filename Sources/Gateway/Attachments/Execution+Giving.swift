package import Subprocess

extension Execution where Input == CustomWriteInput {
    /// Writes a file to the process's standard input and closes it.
    ///
    /// That the process ends before it has read all is no error here: how it ended says what was wrong. Nothing may be
    /// thrown, also because swift-subprocess 1.0.2 ends the whole program if one of its own inputs cannot be written.
    package func give(_ bytes: [UInt8]) async {
        do throws(SubprocessError) {
            _ = try await standardInputWriter.write(bytes)
        } catch {
            // The process has ended, or is about to be.
        }
        do {
            try await standardInputWriter.finish()
        } catch {
            // Closed already.
        }
    }
}
