import Foundation
import Testing

@testable import Audit

/// Logs to look at and to measure with, made where somebody asks for them.
@Suite struct `A sample log` {
    private static let request = ProcessInfo.processInfo.environment["CLOAKROOM_SAMPLE_LOG"]

    /// `CLOAKROOM_SAMPLE_LOG=/tmp/year.sqlite:365:40 swift test --filter SampleLogTests`: path, days, prompts a day.
    @Test(.enabled(if: request != nil, "only where CLOAKROOM_SAMPLE_LOG asks for it"))
    func `is written where it is asked for`() async throws {
        let parts = (Self.request ?? "").split(separator: ":")
        try #require(parts.count == 3)
        let year = SampleYear(
            dayCount: try #require(Int64(parts[1])), promptsPerDay: try #require(Int(parts[2])))
        try await year.write(to: String(parts[0]))
    }
}
