import Foundation
import Testing

@testable import Audit

@Suite struct `An export as OCSF` {
    /// Source: OCSF 1.8, base event and the classes themselves.
    private static let required = [
        "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid",
    ]

    private static let requiredByClass = [2006: ["finding_info"], 3004: ["entity"], 6002: ["app"], 0: []]

    private func objects() async throws -> [[String: Any]] {
        let temporary = try TemporaryLog()
        defer { temporary.remove() }
        for verdict in Evidence.Verdict.allCases {
            try await temporary.log.append(.blocked(sampleEvidence(.init(), verdict)))
        }
        await temporary.append(events(about: ExchangeRef(), saying: "x"))
        var nothing = sampleEvidence(.init(), .allow)
        nothing.tallies = []
        try await temporary.log.intend(nothing)
        return try await temporary.objects(.ocsf)
    }

    @Test func `has what each class requires`() async throws {
        let objects = try await objects()
        #expect(objects.count == 16, "the exchange in which nothing was found is no finding")
        for object in objects {
            let classID = try #require(object["class_uid"] as? Int)
            for key in Self.required + (try #require(Self.requiredByClass[classID])) {
                #expect(object[key] != nil, "\(key) of \(classID)")
            }
            let activity = try #require(object["activity_id"] as? Int)
            #expect(object["type_uid"] as? Int == classID * 100 + activity)
            #expect(object["category_uid"] as? Int == classID / 1_000)
            let metadata = try #require(object["metadata"] as? [String: Any])
            let product = try #require(metadata["product"] as? [String: Any])
            #expect(metadata["version"] as? String == "1.8.0" && product["name"] as? String == "Cloakroom")
            #expect(object["time"] as? Int64 == TemporaryLog.start)
            guard classID == 2006 else { continue }
            let finding = try #require(object["finding_info"] as? [String: Any])
            #expect(finding["uid"] is String && finding["title"] is String)
            let security = try #require(object["data_security"] as? [String: Any])
            #expect(security["pattern_match"] == nil && security["detection_system_id"] as? Int == 2)
        }
    }

    @Test func `creates a finding for a decision and closes it with a review`() async throws {
        let objects = try await objects()
        let findings = objects.filter { $0["class_uid"] as? Int == 2006 }
        #expect(findings.map { $0["activity_id"] as? Int } == [1, 1, 1, 3])
        #expect(findings.map { $0["disposition_id"] as? Int } == [1, 11, 2, nil])
        #expect(findings.map { $0["action_id"] as? Int } == [1, 1, 2, nil])
        #expect(findings.map { $0["status_id"] as? Int } == [nil, 4, 1, 3])
        #expect(findings.map { $0["is_alert"] as? Bool } == [false, false, true, false])
    }
}
