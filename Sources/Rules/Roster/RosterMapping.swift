import Foundation
import Yams

/// A file that says what columns hold whose names tell nothing: a line `COLUMN: FIELD` each.
public enum RosterMapping {
    /// Reads the file.
    ///
    /// - Throws: Everything that is wrong with it, in one go.
    public static func load(from file: String) throws(RuleDiagnostics) -> [String: RosterField] {
        var reader = YAMLReader(file: file)
        var fields: [String: RosterField] = [:]
        if let bytes = FileManager.default.contents(atPath: file) {
            if let node = reader.compose(bytes), let mapping = node.mapping {
                for (key, value) in mapping {
                    guard let name = reader.text(key),
                        let field = reader.word(value, as: RosterField.self, what: "field")
                    else { continue }
                    fields[name] = field
                }
            }
        } else {
            reader.report(
                .unreadable, nil, "The mapping cannot be read.",
                hint: "Check that it exists and who may read it.")
        }
        guard reader.diagnostics.isEmpty else { throw RuleDiagnostics(reader.diagnostics) }
        return fields
    }
}
