/// What can be wrong with the line of a recipient's key, or with the file.
public enum RecipientProblem: Error, Hashable, Sendable, CaseIterable {
    case unreadable
    case tooLarge
    case empty
    case notAKey
    case newerVersion
    case privateKey
    case unknownKind
    case badName
    case cut
    case mistyped
    case unusable
    case twice
    case sameName
    case tooMany

    /// What is wrong, in one sentence.
    public var problem: String {
        switch self {
        case .unreadable: "The recipients' file cannot be read."
        case .tooLarge: "This file is too large for a list of keys."
        case .empty: "There is no key here."
        case .notAKey: "This is not an evidence key."
        case .newerVersion: "This key was made by a later version of Cloakroom."
        case .privateKey: "This is a private key."
        case .unknownKind: "There is no such kind of key."
        case .badName: "A key's name is 1 to 40 letters, digits, “.”, “-” and “_”."
        case .cut: "This key is not whole."
        case .mistyped: "This key and its id do not belong together."
        case .unusable: "Nothing can be sealed to this key."
        case .twice: "This key stands here twice."
        case .sameName: "Another key here has the same name."
        case .tooMany: "There are more than \(Recipients.countMax) keys."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .unreadable: "Check the path in evidence_keys and who may read the file."
        case .tooLarge, .empty, .notAKey:
            "Write the line that `cloakroom evidence keygen` printed, one for each recipient; comments begin with #."
        case .newerVersion: "Install that version, or ask for a key of this one."
        case .privateKey:
            "Take it off this machine: only its owner has it. `cloakroom evidence key show FILE` prints the public line."
        case .unknownKind: "Known: \(SealingSuite.allCases.map(\.label).joined(separator: ", "))."
        case .badName: "Correct the third part of the line; nothing else depends on it."
        case .cut, .mistyped, .unusable: "Copy the whole line again; it has no spaces and no breaks."
        case .twice, .sameName: "Keep one of the two."
        case .tooMany: "Keep the keys of those who still review."
        }
    }

    /// A constant word for logs and metrics.
    public var label: String {
        switch self {
        case .unreadable: "recipients_unreadable"
        case .tooLarge: "recipients_too_large"
        case .empty: "recipients_empty"
        case .notAKey: "recipient_not_a_key"
        case .newerVersion: "recipient_newer_version"
        case .privateKey: "recipient_private_key"
        case .unknownKind: "recipient_unknown_kind"
        case .badName: "recipient_bad_name"
        case .cut: "recipient_cut"
        case .mistyped: "recipient_mistyped"
        case .unusable: "recipient_unusable"
        case .twice: "recipient_twice"
        case .sameName: "recipient_same_name"
        case .tooMany: "recipients_too_many"
        }
    }
}

/// One thing that is wrong with a recipients' file.
public struct RecipientFault: Hashable, Sendable {
    /// From 1; 0 for the file as a whole.
    public let line: Int
    public let problem: RecipientProblem
}

/// Everything that is wrong with a recipients' file.
public struct RecipientFaults: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let faults: [RecipientFault]

    init(_ path: String, _ faults: [RecipientFault]) {
        self.path = path
        self.faults = faults
    }

    public var description: String {
        faults.map { fault in
            let place = fault.line > 0 ? "\(path):\(fault.line)" : path
            return "\(place): \(fault.problem.problem)\n    hint: \(fault.problem.hint)"
        }.joined(separator: "\n")
    }
}
