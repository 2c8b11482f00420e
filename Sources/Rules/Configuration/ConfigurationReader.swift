import Foundation
import Yams

extension Configuration {
    /// Puts the configuration together: defaults, then the file, then the environment, then flags.
    ///
    /// - Parameters:
    ///   - file: `cloakroom.yaml`, or nil for none.
    ///   - environment: Variables named `CLOAKROOM_…`; an unknown one is an error, since it was meant to do something.
    ///   - flags: What the command line sets.
    /// - Returns: Every setting with where its value comes from.
    /// - Throws: Everything that is wrong, in one go.
    public static func load(
        file: String?,
        environment: [String: String],
        flags: [Setting: String]
    ) throws(RuleDiagnostics) -> Configuration {
        var configuration = Configuration()
        var diagnostics: [RuleDiagnostic] = []
        if let file { diagnostics += configuration.read(file) }
        diagnostics += configuration.read(environment)
        for (setting, text) in flags { configuration.set(setting, to: text, from: .flag) }
        diagnostics += configuration.check(file: file)
        guard diagnostics.isEmpty else { throw RuleDiagnostics(diagnostics) }
        return configuration
    }

    private mutating func read(_ file: String) -> [RuleDiagnostic] {
        var reader = YAMLReader(file: file)
        guard let bytes = FileManager.default.contents(atPath: file) else {
            reader.report(
                .unreadable, nil, "The configuration cannot be read.",
                hint: "Check that it exists and who may read it."
            )
            return reader.diagnostics
        }
        let known = Setting.allCases.map(\.rawValue)
        guard let node = reader.compose(bytes),
            let fields = reader.fields(node, of: "the configuration", known: known)
        else { return reader.diagnostics }
        for setting in Setting.allCases {
            guard let node = fields[setting.rawValue], let text = reader.text(node) else { continue }
            set(setting, to: text, from: .file)
            if let problem = problem(with: setting) {
                reader.report(.outOfRange, node, problem.problem, hint: problem.hint)
            }
        }
        return reader.diagnostics
    }

    /// Variables that are Cloakroom's but no setting: the path of the file and the keys of endpoints.
    private static let otherVariables = ["CLOAKROOM_CONFIG"]

    private mutating func read(_ environment: [String: String]) -> [RuleDiagnostic] {
        let known = Setting.allCases.map(\.variable)
        var diagnostics: [RuleDiagnostic] = []
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("CLOAKROOM_") {
            if let setting = Setting.allCases.first(where: { $0.variable == name }) {
                set(setting, to: text, from: .environment)
            } else if !Self.otherVariables.contains(name), !name.hasPrefix("CLOAKROOM_KEY_") {
                let meant = Suggestion.nearest(to: name, in: known).map { "Did you mean \($0)?" }
                diagnostics.append(
                    .environment(
                        name, "There is no such setting.", meant ?? "Known: \(known.joined(separator: ", "))."
                    )
                )
            }
        }
        return diagnostics
    }

    /// What came from the environment or a flag; the file's values were checked where they stand.
    private func check(file: String?) -> [RuleDiagnostic] {
        Setting.allCases.compactMap { setting in
            guard let value = values[setting], value.origin != .file, let problem = problem(with: setting)
            else {
                return nil
            }
            let place = value.origin == .flag ? "--" + setting.rawValue : setting.variable
            return .environment(place, problem.problem, problem.hint)
        }
    }

    private func problem(with setting: Setting) -> (problem: String, hint: String)? {
        guard let text = self[setting] else { return nil }
        switch setting {
        case .listen:
            guard Self.address(text) == nil else { return nil }
            return ("This is not an address to listen on.", "Write host:port, such as 127.0.0.1:8080.")
        case .requestBytes:
            guard !(1_024...(64 << 20)).contains(Int(text) ?? 0) else { return nil }
            return ("The largest request is not from 1024 to 67108864 bytes.", "8388608 is usual.")
        case .connections:
            guard !(1...65_536).contains(Int(text) ?? 0) else { return nil }
            return ("The number of clients is not from 1 to 65536.", "512 is usual.")
        case .auditBacklog:
            guard !(1...1_000_000_000).contains(Int(text) ?? 0) else { return nil }
            return ("The backlog is not from 1 to 1000000000 entries.", "100000 is usual.")
        case .logLevel:
            let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
            guard !levels.contains(text) else { return nil }
            return ("There is no such log level.", "Known: \(levels.joined(separator: ", ")).")
        case .policy:
            guard text.contains("/") || text.hasPrefix(".") else { return nil }
            return (
                "A policy is a name, not a path.",
                "Write the name of a file in rules/policies, without .yaml."
            )
        case .school:
            guard !FileManager.default.fileExists(atPath: text) else { return nil }
            return ("The school's folder is not there.", "Name a folder with `packs` or `policies` in it.")
        case .roster, .rosterKey, .evidenceKeys:
            guard text.isEmpty else { return nil }
            return ("This setting is empty.", "Name a file, or remove the line.")
        case .rules, .endpoints, .audit, .auditOrigin, .auditDatabase, .retention, .keys, .incidentContact:
            return nil
        }
    }
}

extension RuleDiagnostic {
    fileprivate static func environment(_ place: String, _ problem: String, _ hint: String) -> RuleDiagnostic
    {
        RuleDiagnostic(
            severity: .error, code: .outOfRange, file: place, line: 0, column: 0, problem: problem, hint: hint
        )
    }
}
