import Foundation
import Testing

@testable import Detection
@testable import Rules

/// The schema that editors use says the same as the reader does.
@Suite struct `The schema of a pack` {
    private static func object(_ json: Any?, _ path: String...) -> [String: Any] {
        path.reduce(json as? [String: Any] ?? [:]) { $0[$1] as? [String: Any] ?? [:] }
    }

    private static func schema() throws -> Any {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try JSONSerialization.jsonObject(
            with: Data(contentsOf: root.appending(path: "rules/schema/pack.json")))
    }

    @Test func `knows the keys that the reader knows`() throws {
        let schema = try Self.schema()
        #expect(Set(Self.object(schema, "properties").keys) == Set(PackReader.packKeys))
        #expect(Set(Self.object(schema, "$defs", "rule", "properties").keys) == Set(PackReader.ruleKeys))
    }

    @Test func `knows the words that the reader knows`() throws {
        let keys = Self.object(try Self.schema(), "$defs", "rule", "properties")
        func words(_ key: String) -> [String] { Self.object(keys[key])["enum"] as? [String] ?? [] }
        #expect(words("entity") == EntityType.allCases.map(\.rawValue))
        #expect(words("validator") == Validator.allCases.map(\.rawValue))
        #expect(words("mode") == AuthoredRule.Mode.allCases.map(\.rawValue))
        #expect(words("sensitivity") == Rule.Sensitivity.allCases.map(\.rawValue))
    }
}
