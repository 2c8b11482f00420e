import Foundation
import Rules
import SystemPackage

/// The files that rules and policy are read from, to see when they change.
///
/// Folders are listed anew only when one of them has changed: that is asked every few seconds, for as long as the gateway runs.
struct RuleFiles: Sendable {
    /// What tells one state of a file or folder from another; nil where there is none.
    private struct Stamp: Equatable, Sendable {
        let seconds: Int
        let nanoseconds: Int
        let byteCount: Int64

        init?(_ path: FilePath) {
            guard let stat = try? path.stat() else { return nil }
            (seconds, nanoseconds) = (stat.st_mtim.tv_sec, stat.st_mtim.tv_nsec)
            byteCount = stat.size
        }
    }

    private let roots: [String]
    private let roster: String?
    private var folders: [FilePath: Stamp?] = [:]
    private var files: [FilePath: Stamp?] = [:]

    init(_ configuration: Configuration) {
        roster = configuration[.roster]
        roots = [try? configuration.rulesFolder(), configuration[.school]].compactMap { $0 }
        list()
    }

    /// Whether a file was added, removed or written since the last question.
    mutating func haveChanged() -> Bool {
        let last = files
        if folders.contains(where: { Stamp($0) != $1 }) {
            list()
        } else {
            for path in files.keys { files[path] = .some(Stamp(path)) }
        }
        return files != last
    }

    private mutating func list() {
        folders = [:]
        files = [:]
        for root in roots {
            let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
            folders[FilePath(root)] = .some(Stamp(FilePath(root)))
            for path in names.map({ FilePath("\(root)/\($0)") }) {
                if path.extension == "yaml" {
                    files[path] = .some(Stamp(path))
                } else if (try? path.stat())?.type == .directory {
                    folders[path] = .some(Stamp(path))
                }
            }
        }
        if let roster { files[FilePath(roster)] = .some(Stamp(FilePath(roster))) }
    }
}
