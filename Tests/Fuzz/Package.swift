// swift-tools-version: 6.2
import PackageDescription

// Built by `make fuzz`, which adds AddressSanitizer and the compiler's coverage counters; without them it does not link.
let package = Package(
    name: "cloakroom-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "cloakroom", path: "../..")],
    targets: [
        .target(name: "CFuzzDriver"),
        .executableTarget(
            name: "CloakroomFuzz",
            dependencies: [
                "CFuzzDriver",
                .product(name: "Detection", package: "cloakroom"),
                .product(name: "Rules", package: "cloakroom"),
                .product(name: "TestSupport", package: "cloakroom"),
            ]
        ),
    ]
)
