import CFuzzDriver
import Foundation

/// Feeds what libFuzzer thinks up to one part of the engine, and stops at the first broken promise.
///
/// `CloakroomFuzz seeds FOLDER` writes texts to start from; `CloakroomFuzz view|tokens|scanner …` fuzzes, with
/// libFuzzer's own arguments behind.
@main
enum CloakroomFuzz {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else { usage() }
        switch arguments[1] {
        case "seeds" where arguments.count == 3: try Seeds.write(to: arguments[2])
        case "view": run(ViewTarget.check)
        case "tokens": run(TokensTarget.check)
        case "scanner": run(ScannerTarget.check)
        default: usage()
        }
    }

    private static func usage() -> Never {
        print("usage: CloakroomFuzz seeds FOLDER | view|tokens|scanner [libFuzzer's arguments]")
        exit(64)
    }

    private static func run(_ target: @escaping ([UInt8]) -> Void) {
        chosen = target
        // The word that chose the target is not libFuzzer's.
        var arguments = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) }
        arguments.append(nil)
        var count = Int32(arguments.count - 1)
        arguments.withUnsafeMutableBufferPointer { buffer in
            var first = buffer.baseAddress
            exit(
                LLVMFuzzerRunDriver(&count, &first) { data, size in
                    chosen?(Array(UnsafeBufferPointer(start: data, count: size)))
                    return 0
                })
        }
    }
}

/// What is fuzzed: libFuzzer calls a C function, which can hold on to nothing.
nonisolated(unsafe) private var chosen: (([UInt8]) -> Void)?

/// Ends the program where a promise is broken; libFuzzer keeps the input.
func promise(_ holds: Bool, _ what: String) {
    if !holds { fatalError("broken promise: \(what)") }
}
