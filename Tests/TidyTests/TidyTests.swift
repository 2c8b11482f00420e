import Foundation
import Testing

/// The house rules that a compiler does not know.
@Suite struct `The sources` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    private struct Source {
        let path: String
        let target: String
        let text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    private static func sources(below folder: String) throws -> [Source] {
        let base = root.appending(path: folder).path
        let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.map { name in
            Source(
                path: "\(folder)/\(name)", target: String(name.split(separator: "/")[0]),
                text: try String(contentsOfFile: "\(base)/\(name)", encoding: .utf8)
            )
        }
    }

    /// What a target may import.
    ///
    /// Nothing else, also not what arrives through another one.
    private static let imports: [String: Set<String>] = [
        "Detection": ["CByteScan", "CPCRE2", "Crypto", "Glibc", "Synchronization"],
        "Wire": [],
        "Redaction": ["Detection", "Synchronization", "Wire"],
        "Rules": ["Detection", "Redaction", "Yams", "Crypto", "Foundation", "Synchronization"],
        "Audit": [
            "CPostgreSQL", "Crypto", "CryptoExtras", "Dispatch", "Foundation", "GRDB", "Synchronization",
        ],
        "Extraction": ["CLibXML2", "CLibZip"],
        "Gateway": [
            "Audit", "Detection", "Extraction", "Redaction", "Wire", "AsyncHTTPClient", "Crypto",
            "Foundation",
            "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Metrics", "NIOCore", "NIOHTTP1",
            "Subprocess", "Synchronization", "SystemPackage",
        ],
        "train-names": ["ArgumentParser", "Detection", "Foundation"],
        "StandIn": ["Foundation", "HTTPTypes", "Hummingbird", "Logging", "NIOCore", "Synchronization"],
        "cloakroom": [
            "ArgumentParser", "AsyncHTTPClient", "Audit", "CLinux", "Detection", "Extraction", "Foundation",
            "Gateway", "Glibc", "Hummingbird", "Logging", "NIOCore", "NIOHTTP1", "Redaction", "Rules",
            "StandIn",
            "Subprocess", "Synchronization", "SystemPackage", "UnixSignals", "Wire",
        ],
    ]

    @Test func `import only what their target may`() throws {
        for source in try Self.sources(below: "Sources") {
            let allowed = try #require(Self.imports[source.target], "no row for \(source.target)")
            for line in source.lines {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index < 2, words.count == index + 2 else {
                    continue
                }
                #expect(
                    allowed.contains(String(words[index + 1])), "\(source.path) imports \(words[index + 1])")
            }
        }
    }

    @Test func `have no file over 400 lines`() throws {
        for source in try Self.sources(below: "Sources") + Self.sources(below: "Tests") {
            #expect(source.lines.count <= 400, "\(source.path) has \(source.lines.count) lines")
        }
    }

    @Test func `use unsafe code only where it is named`() throws {
        let named = [
            "Audit/Copies/PostgreSQLConnection.swift",
            "Detection/Patterns/Pattern.swift", "Detection/Search/ThreadTime.swift",
            "Detection/Tokens/BitFilter.swift",
            "Detection/Tokens/ByteBlock.swift", "Extraction/XMLReader.swift", "Extraction/ZIPArchive.swift",
            "Gateway/LoopExecutor.swift", "Gateway/StreamRelay.swift",
            "cloakroom/Assembly/ProcessLimits.swift", "cloakroom/Assembly/ResidentMemory.swift",
            "cloakroom/Assembly/Terminal.swift",
        ].map { "Sources/" + $0 }
        for source in try Self.sources(below: "Sources") where !named.contains(source.path) {
            for word in ["unsafe ", "@unchecked", "nonisolated(unsafe)", "try!", "as!", "fatalError"] {
                #expect(!source.text.contains(word), "\(source.path) says \(word)")
            }
        }
    }

    @Test func `say nothing that belongs elsewhere`() throws {
        // Put together here so that this file does not hold them.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "for " + "now", "/wo" + "rk/", "/ro" + "ot/"]
        for source in try Self.sources(below: "Sources") + Self.sources(below: "Tests") {
            for word in words { #expect(!source.text.contains(word), "\(source.path) says \(word)") }
        }
    }

    @Test func `have a doc comment on every public type`() throws {
        let kinds = [
            "public struct ", "public enum ", "public final class ", "public actor ", "public protocol ",
        ]
        for source in try Self.sources(below: "Sources") {
            let lines = source.lines.map { $0.drop { $0 == " " } }
            for (index, line) in lines.enumerated()
            where kinds.contains(where: line.hasPrefix) && line != lines.first {
                // Nested types whose name says all may do without.
                guard source.lines[index].first != " " else { continue }
                #expect(lines[index - 1].hasPrefix("///"), "\(source.path): \(line)")
            }
        }
    }
}
