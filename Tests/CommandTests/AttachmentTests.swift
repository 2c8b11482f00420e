import Extraction
import Foundation
import Gateway
import TestSupport
import Testing

/// The gateway's side: one process for each attachment.
@Suite(.timeLimit(.minutes(2))) struct `An attachment` {
    private static let docx = OfficeFile.docx(OfficeFile.paragraph("Dear Mrs Sample"))
    private static let word = DocumentKind.office(.docx)

    /// Has it read by a script instead of the program.
    private static func text(
        of bytes: [UInt8] = docx, script: String, _ change: (inout Limits) -> Void = { _ in }
    ) async throws -> ExtractedText {
        let program = try Program()
        defer { program.remove() }
        let path = try program.write("#!/bin/sh\n\(script)\n", to: "script")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        var limits = Limits()
        change(&limits)
        return try await AttachmentExtractor(limits: limits, program: path).text(of: bytes, as: word)
    }

    @Test func `is read by the program`() async throws {
        var file = OfficeFile.docxArchive(OfficeFile.paragraph("Dear Mrs Sample"))
        file.add("word/media/image1.png", [0x89, 0x50, 0x4E, 0x47])
        let extracted = try await AttachmentExtractor(program: Program.path).text(
            of: file.bytes, as: Self.word)
        #expect(String(decoding: extracted.text, as: UTF8.self) == "Dear Mrs Sample\n")
        #expect(extracted.uninspectedImageCount == 1)
    }

    @Test func `is read beside others, a few at a time`() async throws {
        var limits = Limits()
        limits.attachmentCountMax = 2
        limits.attachmentTime = .seconds(100)
        let extractor = AttachmentExtractor(limits: limits, program: Program.path)
        try await withThrowingTaskGroup(of: ExtractedText.self) { group in
            for _ in 0..<8 { group.addTask { try await extractor.text(of: Self.docx, as: Self.word) } }
            for try await extracted in group { #expect(extracted.text == Array("Dear Mrs Sample\n".utf8)) }
        }
    }

    @Test func `is refused in words for the person`() async throws {
        var file = OfficeFile.docxArchive("")
        file.add("word/a.xml", [1], isEncrypted: true)
        let error = await #expect(throws: AttachmentError.self) {
            try await AttachmentExtractor(program: Program.path).text(of: file.bytes, as: Self.word)
        }
        #expect(error?.problem == "The attached Word file is protected by a password.")
        #expect(error?.hint == "Take the protection off and try again.")
        #expect(error?.label == "attachment_encrypted")
    }

    static let endings: [(String, ExtractionError)] = [
        ("cat >/dev/null; echo encrypted >&2; exit 10", .encrypted),
        // Number and word must say the same, and nothing else may be said.
        ("cat >/dev/null; echo encrypted >&2; exit 11", .failed),
        ("cat >/dev/null; echo Sam >&2; exit 10", .failed),
        ("cat >/dev/null; exit 0", .failed),
        ("cat >/dev/null; echo uninspected_images many >&2; exit 0", .failed),
        ("cat >/dev/null; kill -9 $$", .tooSlow),
        ("cat >/dev/null; kill -11 $$", .failed),
        ("cat /dev/zero", .tooLarge(.textBytes)),
    ]

    @Test(arguments: endings)
    func `is unread whatever way its process fails`(script: String, error: ExtractionError) async throws {
        await #expect(throws: AttachmentError.unreadable(Self.word, error)) {
            try await Self.text(script: script) { $0.attachmentTextByteCountMax = 1 << 16 }
        }
    }

    @Test func `is unread where there is no program`() async throws {
        await #expect(throws: AttachmentError.unreadable(Self.word, .failed)) {
            try await AttachmentExtractor(program: "/nowhere").text(of: Self.docx, as: Self.word)
        }
    }

    /// The pipe is full when the process ends; that must end neither the gateway nor hold it up.
    @Test(arguments: 0..<10)
    func `may be larger than a pipe when its process ends at once`(round: Int) async throws {
        await #expect(throws: AttachmentError.unreadable(Self.word, .failed)) {
            try await Self.text(of: [UInt8](repeating: 0, count: 8 << 20), script: "exit 2")
        }
    }

    @Test func `larger than a pipe is read in both directions`() async throws {
        let bytes = [UInt8](repeating: 0x61, count: 4 << 20)
        let extracted = try await Self.text(of: bytes, script: "cat; echo uninspected_images 0 >&2")
        #expect(extracted.text == bytes)
    }

    @Test func `is read without environment and descriptors`() async throws {
        let extracted = try await Self.text(
            script: "/usr/bin/env; ls /proc/self/fd; echo uninspected_images 0 >&2")
        let lines = String(decoding: extracted.text, as: UTF8.self).split(separator: "\n")
        // What a shell sets by itself, and the descriptor with which `ls` lists the others.
        let own = ["PWD=", "OLDPWD=", "SHLVL=", "_="]
        #expect(lines.filter { line in !own.contains { line.hasPrefix($0) } } == ["0", "1", "2", "3"])
    }

    @Test func `that takes too long is ended with all that was started for it`() async throws {
        let program = try Program()
        defer { program.remove() }
        let file = program.folder.appending(path: "numbers")
        let script = "sleep 600 & echo $$ $! >\(file.path); wait"
        await #expect(throws: AttachmentError.unreadable(Self.word, .tooSlow)) {
            try await Self.text(script: script) { $0.attachmentTime = .seconds(3) }
        }
        let numbers = try String(contentsOf: file, encoding: .utf8).split { $0 == " " || $0 == "\n" }
        #expect(numbers.count == 2)
        for number in numbers {
            // Gone, or waiting for somebody to ask how it ended.
            let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
            #expect(status?.contains(") Z ") ?? true)
        }
    }

    @Test func `is given up when its request is`() async throws {
        let task = Task { try await Self.text(script: "sleep 600") }
        task.cancel()
        await #expect(throws: AttachmentError.cancelled) { try await task.value }
    }
}
