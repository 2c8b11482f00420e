import Foundation

/// Where the database is that logs are copied to, as libpq reads it: `postgresql://…`.
public struct DatabaseAddress: Sendable {
    private static let schemes = ["postgresql://", "postgres://"]

    /// May hold a password: nothing shows it.
    let url: String

    /// Reads `postgresql://…` without a password, `env:NAME`, or `credential:NAME`, which stands for a file in the folder that systemd's
    /// `LoadCredential=` sets up.
    ///
    /// - Throws: `AuditError.databaseAddressUnusable`, and `.databasePasswordShown` for a password in `text` itself.
    public init(_ text: String, environment: [String: String]) throws(AuditError) {
        let found: String?
        if text.hasPrefix("env:") {
            found = environment[String(text.dropFirst(4))]
        } else if text.hasPrefix("credential:") {
            found = environment["CREDENTIALS_DIRECTORY"].flatMap {
                try? String(contentsOfFile: "\($0)/\(text.dropFirst(11))", encoding: .utf8)
            }
        } else {
            guard !Self.hasPassword(text) else { throw .databasePasswordShown }
            found = text
        }
        guard let url = found?.trimmingCharacters(in: .whitespacesAndNewlines), !url.utf8.contains(0),
            Self.schemes.contains(where: url.hasPrefix)
        else { throw .databaseAddressUnusable }
        self.url = url
    }

    private static func hasPassword(_ text: String) -> Bool {
        guard let start = text.range(of: "://")?.upperBound else { return false }
        let authority = text[start...].prefix { $0 != "/" && $0 != "?" }
        // What stands before the last @ is user and password, as libpq takes it.
        let user = authority.lastIndex(of: "@").map { authority[..<$0] }
        return user?.contains(":") == true || text.lowercased().contains("password=")
    }

    /// Whether this build could connect at all.
    public static var isBuiltIn: Bool {
        #if PostgreSQL
            true
        #else
            false
        #endif
    }

    /// How to connect.
    ///
    /// - Throws: `AuditError.databaseNotBuiltIn` in a build without PostgreSQL.
    func connector() throws(AuditError) -> @Sendable () throws(AuditError) -> sending any LogCopy {
        #if PostgreSQL
            let url = url
            return { () throws(AuditError) in PostgreSQLCopy(try PostgreSQLConnection(url)) }
        #else
            throw .databaseNotBuiltIn
        #endif
    }
}
