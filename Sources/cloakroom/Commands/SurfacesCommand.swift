import ArgumentParser
import Gateway
import Wire

/// `cloakroom config surfaces`: every address that clients may use, and what becomes of each field.
struct SurfacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surfaces",
        abstract: "Lists every address that is served, and what becomes of each field of a request."
    )

    @Flag(help: "The addresses only.")
    var routes = false

    mutating func run() throws {
        let gemini = ["generateContent", "streamGenerateContent"].map { call in
            "/v1beta/models/:model:\(call)"
        }
        let routed = ClientRoute.all.map { ($0.path, $0.surface) }
        let all = routed + [(gemini[0], .generateContent), (gemini[1], .streamGenerateContent)]
        for (path, surface) in all { print("POST \(path)\t\(surface.rawValue)") }
        for path in ClientRoute.dryRunPaths { print("POST \(path)\ta text, looked at only") }
        for path in ClientRoute.modelPaths { print("GET  \(path)\tmodels") }
        guard !routes else { return }
        for surface in Surface.allCases {
            print("\n\(surface.rawValue)")
            for field in surface.declarations { print("  \(field.treatment.rawValue)\t\(field.path)") }
            print("  inspect\t(every other field)")
        }
    }
}
