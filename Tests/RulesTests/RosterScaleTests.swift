import Detection
import Foundation
import TestSupport
import Testing

@testable import Rules

/// A roster of a large trust.
@Suite struct `A roster of a hundred thousand people` {
    @Test func `takes less than a hundred megabytes, in the file and in memory`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scale-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = try #require(RosterKeys(Array(0..<32)))
        let path = folder.appending(path: "people.roster").path
        let start = ContinuousClock.now
        var builder = RosterBuilder(keys: keys)
        for person in InventedPeople.all(count: 100_000) { _ = builder.add(person) }
        let roster = builder.build()
        try RosterFile.write(roster, keys: keys, to: path, at: Date())
        let built = ContinuousClock.now
        let file = try RosterFile(path: path)
        let loaded = try file.open(keys)
        #expect(loaded.personCount == 100_000)
        #expect(file.byteCount < 100 << 20)
        #expect(loaded.byteCount < 100 << 20)
        print(
            "100,000 people: \(file.byteCount >> 10) KB file, \(loaded.byteCount >> 10) KB memory, built in \(start.duration(to: built)), read in \(built.duration(to: .now))"
        )
    }
}

/// People whom nobody is called like, with as many names as a trust's people have.
enum InventedPeople {
    static func all(count: Int) -> [RosterPerson] {
        var random = SplitMix64(seed: 7)
        let heads = "ka be li jo ma sa ro an te vi do lu ha ne fi ga mo su ze pa".split(separator: " ")
        let tails = "ren la ton da mira bel nus ric sha lyn dra vin mas kel".split(separator: " ")
        func name(_ partCount: Int) -> String {
            let parts = (0..<partCount).map { _ in heads.randomElement(using: &random) ?? "" }
            return (parts.joined() + (tails.randomElement(using: &random) ?? "")).capitalized
        }
        return (0..<count).map { number in
            RosterPerson(
                role: number % 10 == 0 ? .staff : number % 3 == 0 ? .parent : .pupil,
                forenames: number % 4 == 0 ? [name(1), name(1)] : [name(1)], middleNames: [name(1)],
                surnames: [number % 8 == 0 ? "\(name(2))-\(name(3))" : name(3)],
                values: [
                    .init(kind: .upn, text: "Z9\(100_000_000_000 + number)"),
                    .init(kind: .username, text: "u\(number)x"),
                    .init(kind: .email, text: "u\(number)@school.example"),
                ], birthDate: 20_080_101 + number % 28)
        }
    }
}
