import ArgumentParser
import Detection
import Foundation
import Rules

/// `cloakroom roster`: who the school's people are, so that their names are found.
struct RosterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster", abstract: "Builds and shows the roster of the school's people.",
        subcommands: [RosterBuild.self, Info.self]
    )

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how many people a roster holds and when it was built; needs no key.")

        @Argument(help: "The roster. Default: as configured, else \(RosterBuild.presetPath).")
        var file: String?

        @OptionGroup var settings: SettingsOptions

        mutating func run() throws {
            let path = try file ?? settings.load()[.roster] ?? RosterBuild.presetPath
            do throws(RosterError) {
                let roster = try RosterFile(path: path)
                print("built\t\(roster.header.built)")
                for role in RosterPerson.Role.allCases {
                    print("\(role.name)\t\(roster.header.people[role.name] ?? 0)")
                }
                print("bytes\t\(roster.byteCount)")
                print("key\t\(roster.header.key)")
                print("digest\t\(roster.digest)")
            } catch {
                throw fail(error.problem, hint: error.hint, Exit.badInput)
            }
        }
    }
}

/// `cloakroom roster build`: exports in, a roster out.
struct RosterBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Makes a roster of exports from Arbor, SIMS or Bromcom (CSV).",
        discussion: """
            Columns are known by their names; --dry-run shows which, and --map says the rest. A pupil's row may name parents: \
            contact columns become people of their own. The roster holds keyed hashes, no names; its key stays outside. \
            Delete the exports afterwards.
            """
    )

    static let presetPath = "var/people.roster"

    @Argument(help: "Exports of the role that --role says.")
    var files: [String] = []

    @Option(help: "pupil, parent or staff.")
    var role = "pupil"

    @Option(name: .customLong("pupils"), help: "An export of pupils; may be given several times.")
    var pupils: [String] = []

    @Option(name: .customLong("parents"), help: "An export of parents and carers.")
    var parents: [String] = []

    @Option(name: .customLong("staff"), help: "An export of staff.")
    var staff: [String] = []

    @Option(name: .customLong("map"), help: "COLUMN=FIELD: what a column holds. FIELD is ignore for nothing.")
    var maps: [String] = []

    @Option(help: "A YAML file with a line `COLUMN: FIELD` for each column to map.")
    var mapping: String?

    @Option(help: "Where rows that were left out are listed, by number. Default: beside the roster.")
    var rejects: String?

    @Flag(help: "Shows what would be built and writes nothing.")
    var dryRun = false

    @Flag(help: "Shows the first three rows as they are understood; only on a terminal, for they hold names.")
    var preview = false

    @Flag(help: "Lets the new roster be over a fifth smaller than the one in use.")
    var allowShrink = false

    @Flag(help: "Makes a key if there is none yet.")
    var makeKey = false

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard RosterPerson.Role.allCases.contains(where: { $0.name == role }) else {
            throw ValidationError("--role is pupil, parent or staff.")
        }
        guard !sources.isEmpty else { throw ValidationError("Name at least one export.") }
        guard !preview || isatty(STDOUT_FILENO) == 1 else {
            throw ValidationError("--preview shows people's data, so it writes to a terminal only.")
        }
    }

    private var sources: [RosterImport.Source] {
        let own = RosterPerson.Role.allCases.first { $0.name == role } ?? .pupil
        return files.map { RosterImport.Source(path: $0, role: own) }
            + pupils.map { RosterImport.Source(path: $0, role: .pupil) }
            + parents.map { RosterImport.Source(path: $0, role: .parent) }
            + staff.map { RosterImport.Source(path: $0, role: .staff) }
    }

    mutating func run() throws {
        let configuration = try settings.load()
        let path = configuration[.roster] ?? Self.presetPath
        let fields = try self.fields()
        do throws(RosterError) {
            let read = try RosterImport(sources, mapping: fields)
            report(read)
            if FileManager.default.fileExists(atPath: path), !allowShrink {
                try RosterFile(path: path).checkShrink(to: read.counts)
            }
            guard !dryRun else {
                tell("Nothing was written: this was a dry run.")
                return
            }
            try build(read, to: path, key: configuration.rosterKeyPlace)
        } catch {
            throw fail(error.problem, hint: error.hint, Exit.badInput)
        }
    }

    private func build(_ read: RosterImport, to path: String, key: RosterKeyPlace) throws(RosterError) {
        if makeKey, case .file(let file) = key, !FileManager.default.fileExists(atPath: file) {
            try key.make()
            tell("A new key is at \(file). Keep a copy where you keep keys, and none beside the roster.")
        }
        let keys = try key.keys(environment: ProcessInfo.processInfo.environment)
        let roster = try read.roster(keys: keys)
        try RosterFile.write(roster, keys: keys, to: path, at: Date())
        if !read.rejects.isEmpty {
            let file = rejects ?? path + ".rejects.csv"
            try read.writeRejects(to: file)
            tell("Rows that were left out are listed in \(file).")
        }
        tell("The roster is at \(path). Delete the exports now: it can be built again from new ones.")
    }

    /// Counts and columns; nobody's values, unless they were asked for.
    private func report(_ read: RosterImport) {
        for file in read.files {
            say("\(file.source.path) (\(file.source.role.name)): \(file.rowCount) rows")
            for column in file.columns.used where column.field != .ignore {
                let contact = column.contact > 0 ? " (contact \(column.contact))" : ""
                say("    \(column.name) → \(column.field.rawValue)\(contact)")
            }
            if !file.columns.unmapped.isEmpty {
                say(
                    "    not used, because nothing is known of: \(file.columns.unmapped.joined(separator: ", "))"
                )
            }
            if preview { for row in file.preview { say("    | \(row)") } }
        }
        let counts = RosterPerson.Role.allCases.map { "\(read.counts[$0] ?? 0) \($0.name)" }
        say("people: \(counts.joined(separator: ", ")); rows left out: \(read.rejects.count)")
        for (reason, count) in read.rejectCounts { say("    \(count)× \(reason)") }
    }

    private func fields() throws -> [String: RosterField] {
        var fields: [String: RosterField] = [:]
        do throws(RuleDiagnostics) {
            if let mapping { fields = try RosterMapping.load(from: mapping) }
        } catch {
            throw fail(error.diagnostics)
        }
        for map in maps {
            let parts = map.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let field = RosterField(rawValue: parts[1]) else {
                let error = RosterError.unknownField(parts.count == 2 ? parts[1] : map)
                throw fail(error.problem, hint: error.hint, Exit.badInput)
            }
            fields[parts[0]] = field
        }
        return fields
    }
}
