// swift-tools-version: 6.2
import PackageDescription

/// The settings that every target of ours shares: the strictest that the compiler offers.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

let package = Package(
    name: "cloakroom",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "Detection", targets: ["Detection"]),
        .library(name: "Redaction", targets: ["Redaction"]),
    ],
    targets: [
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "Detection", dependencies: ["CPCRE2"], swiftSettings: strict),
        .target(name: "Wire", swiftSettings: strict),
        .target(name: "Redaction", dependencies: ["Detection", "Wire"], swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "WireTests", dependencies: ["Wire", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RedactionTests",
            dependencies: ["Detection", "Redaction", "TestSupport", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DetectionTests", dependencies: ["Detection", "TestSupport"], swiftSettings: strict),
    ]
)
