import Foundation

/// The built program, run as a person would run it.
struct Program {
    /// Beside the test bundle, which is built together with it.
    static let path = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        .appending(path: "cloakroom").path
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// A folder of the test's own, removed by `remove`.
    let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to file: String) throws -> String {
        let url = folder.appending(path: file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CLOAKROOM_") }
        return process
    }

    /// Runs a command to its end.
    func run(_ arguments: String..., input: String = "") throws -> Result {
        try run(arguments: arguments, input: input)
    }

    func run(arguments: [String], input: String = "") throws -> Result {
        let process = process(arguments)
        let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
        let source = folder.appending(path: "in")
        try Data(input.utf8).write(to: source)
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }

    /// A copy of the shipped policies and one pack, which may be changed: a debug build takes seconds to read all packs, and
    /// tests that start the program at the same time take them from one another.
    func copyFewRules() throws -> URL {
        let rules = folder.appending(path: "rules")
        guard !FileManager.default.fileExists(atPath: rules.path) else { return rules }
        let packs = rules.appending(path: "packs/uk/schools")
        try FileManager.default.createDirectory(at: packs, withIntermediateDirectories: true)
        let shipped = Self.root.appending(path: "rules")
        try FileManager.default.copyItem(
            at: shipped.appending(path: "policies"), to: rules.appending(path: "policies"))
        try FileManager.default.copyItem(
            at: shipped.appending(path: "packs/uk/schools/pupil.yaml"),
            to: packs.appending(path: "pupil.yaml"))
        return rules
    }

    /// Starts a command that serves, and waits for the line that tells its base URL.
    func serve(_ arguments: String...) throws -> (process: Process, base: String) {
        let process = process(arguments + ["--rules", try copyFewRules().path])
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while true {
            let bytes = pipe.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw NotServing(errors: text) }
            text += String(decoding: bytes, as: UTF8.self)
            if let match = text.firstMatch(of: /base URL (http:\S+)\n/) { return (process, String(match.1)) }
        }
    }

    struct NotServing: Error {
        let errors: String
    }
}
