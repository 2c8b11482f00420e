public import Extraction
import Foundation
import Subprocess
import SystemPackage

/// Has attachments read, each by a process of its own that holds nothing else.
///
/// Readers of office files and PDFs are large, old and written in C, and the file is a stranger's. The process has no
/// environment, no descriptor but the three, limits that it sets itself (`cloakroom extract`), and an end in time: it
/// leads a session of its own, so that what it started ends with it. Not before all of them are gone does `text` return.
public final class AttachmentExtractor: Sendable {
    private let program: String
    private let limits: Limits
    private let queue: AttachmentQueue

    /// Starts `program`: the running program itself, unless a test says otherwise.
    public init(limits: Limits = Limits(), program: String = "/proc/self/exe") {
        // A process that ends before it has read the whole file must end nobody who is still writing it.
        signal(SIGPIPE, SIG_IGN)
        self.limits = limits
        self.program = program
        queue = AttachmentQueue(
            countMax: limits.attachmentCountMax, waitingCountMax: limits.attachmentWaitingCountMax)
    }

    /// All text of an attachment.
    public func text(
        of bytes: [UInt8],
        as kind: DocumentKind
    ) async throws(AttachmentError) -> ExtractedText {
        do {
            return try await withThrowingTaskGroup(of: ExtractedText?.self) { group in
                group.addTask { [self] in try await inTurn(bytes, kind) }
                group.addTask { [limits] in
                    try await Task.sleep(for: limits.attachmentTime)
                    return nil
                }
                defer { group.cancelAll() }
                guard let extracted = try await group.next() ?? nil else {
                    throw AttachmentError.unreadable(kind, .tooSlow)
                }
                return extracted
            }
        } catch let error as AttachmentError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unreadable(kind, .failed)
        }
    }

    private func inTurn(_ bytes: [UInt8], _ kind: DocumentKind) async throws -> ExtractedText {
        switch await queue.enter() {
        case .full: throw AttachmentError.busy(kind)
        case .cancelled: throw CancellationError()
        case .mine: break
        }
        defer { queue.leave() }
        try Task.checkCancellation()
        return try await run(bytes, kind)
    }

    private func run(_ bytes: [UInt8], _ kind: DocumentKind) async throws -> ExtractedText {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["extract", "--kind", kind.label],
                environment: .custom([:]), platformOptions: options,
                input: .inputWriter, output: .bytes(limit: limits.attachmentTextByteCountMax),
                error: .string(limit: 64 << 10)
            ) { await $0.give(bytes) }
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw AttachmentError.unreadable(kind, .tooLarge(.textBytes))
        }
        try Task.checkCancellation()
        return try Self.read(result, kind)
    }

    /// Believes a result only if exit code and standard error say the same.
    private static func read(
        _ result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>,
        _ kind: DocumentKind
    ) throws(AttachmentError) -> ExtractedText {
        let words = result.standardError.split { $0 == " " || $0 == "\n" }
        switch result.terminationStatus {
        case .exited(0):
            guard words.count == 2, words[0] == ExtractedText.imageCountLabel, let count = Int(words[1])
            else {
                throw .unreadable(kind, .failed)
            }
            return ExtractedText(text: result.standardOutput, uninspectedImageCount: count)
        case .exited(let code):
            guard words.count == 1, let error = ExtractionError(label: String(words[0])),
                error.exitCode == code
            else { throw .unreadable(kind, .failed) }
            throw .unreadable(kind, error)
        case .signaled(let signal):
            throw .unreadable(kind, ExtractionError(signal: signal))
        }
    }
}
