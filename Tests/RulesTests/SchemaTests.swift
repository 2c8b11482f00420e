import Foundation
import Redaction
import Testing

@testable import Detection
@testable import Rules

/// The schema that editors use says the same as the reader does.
@Suite struct `The schema` {
    private static func object(_ json: Any?, _ path: String...) -> [String: Any] {
        path.reduce(json as? [String: Any] ?? [:]) { $0[$1] as? [String: Any] ?? [:] }
    }

    private static func schema(_ name: String = "pack") throws -> Any {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try JSONSerialization.jsonObject(
            with: Data(contentsOf: root.appending(path: "rules/schema/\(name).json")))
    }

    @Test func `of a pack knows the keys that the reader knows`() throws {
        let schema = try Self.schema()
        #expect(Set(Self.object(schema, "properties").keys) == Set(PackReader.packKeys))
        #expect(Set(Self.object(schema, "$defs", "rule", "properties").keys) == Set(PackReader.ruleKeys))
    }

    @Test func `of a pack knows the words that the reader knows`() throws {
        let keys = Self.object(try Self.schema(), "$defs", "rule", "properties")
        func words(_ key: String) -> [String] { Self.object(keys[key])["enum"] as? [String] ?? [] }
        #expect(words("entity") == EntityType.allCases.map(\.rawValue))
        #expect(words("validator") == Validator.allCases.map(\.rawValue))
        #expect(words("mode") == AuthoredRule.Mode.allCases.map(\.rawValue))
        #expect(words("sensitivity") == Rule.Sensitivity.allCases.map(\.rawValue))
    }

    @Test func `of a policy knows the keys and words that the reader knows`() throws {
        let schema = try Self.schema("policy")
        func words(_ path: String...) -> [String] {
            path.reduce(Self.object(schema)) { Self.object($0[$1]) }["enum"] as? [String] ?? []
        }
        #expect(Set(Self.object(schema, "properties").keys) == Set(PolicyReader.keys))
        #expect(words("$defs", "entity") == EntityType.allCases.map(\.rawValue))
        let treatment = ["$defs", "treatment", "properties"]
        #expect(
            words(treatment[0], treatment[1], treatment[2], "verdict")
                == PolicyReader.VerdictName.allCases.map(\.rawValue))
        #expect(
            words(treatment[0], treatment[1], treatment[2], "operator")
                == PolicyReader.OperatorName.allCases.map(\.rawValue))
        #expect(words("properties", "block_style") == Policy.BlockStyle.allCases.map(\.rawValue))
        let footer = Self.object(schema, "properties", "footer")
        #expect(footer["maxLength"] as? Int == AnswerFooter.byteCountMax)
        #expect(words("properties", "embeddings") == Policy.VectorTreatment.allCases.map(\.rawValue))
        #expect(
            Set(Self.object(schema, "properties", "answers", "properties").keys)
                == Set(AnswerPolicy.Treatment.allCases.map(\.rawValue)))
    }
}
