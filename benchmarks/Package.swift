// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "cloakroom-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "cloakroom", path: "..")],
    targets: [
        // Baselines only; the product never links Vectorscan.
        .systemLibrary(name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
        .systemLibrary(name: "CPCRE2Baseline", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "CloakroomBenchmarks",
            dependencies: [
                "CAllocationCount", "CHyperscan", "CPCRE2Baseline",
                .product(name: "Audit", package: "cloakroom"),
                .product(name: "Detection", package: "cloakroom"),
                .product(name: "Redaction", package: "cloakroom"),
                .product(name: "Rules", package: "cloakroom"),
                .product(name: "TestSupport", package: "cloakroom"),
                .product(name: "Wire", package: "cloakroom"),
            ]
        ),
    ]
)
