/// Why an original could not be sealed or opened, or a private key not be made or used.
public enum SealingError: Error, Hashable, Sendable {
    /// The original, or what was given as a sealed one, is larger than any request.
    case tooLarge(byteCountMax: Int)
    /// A recipient's key takes nothing.
    case sealingFailed
    case originalUnreadable(path: String)
    /// These bytes are no sealed original.
    case notSealed
    case newerVersion
    /// It begins like a sealed original and then is none.
    case malformed
    /// None of the keys given is among its recipients.
    case notARecipient(recipients: [EvidenceKeyID])
    /// It was altered, or belongs to another exchange.
    case altered
    case keyUnreadable(path: String)
    case keyMalformed
    case keyNewerVersion
    /// Its passphrase would take more memory or time than Cloakroom ever asks for.
    case keyTooCostly
    /// Or the file was altered, which looks the same.
    case wrongPassphrase
    case keyExists(path: String)
    case keyUnwritable(path: String)
    case badName
    case passphraseTooShort(count: Int)
    case passphraseTooCommon
    case passphrasesDiffer
    case noPassphrase

    /// What is wrong, in one sentence.
    public var problem: String {
        switch self {
        case .tooLarge(let count): "An original has at most \(count) bytes."
        case .sealingFailed: "The original cannot be sealed to its recipients."
        case .originalUnreadable(let path): "The sealed original \(path) cannot be read."
        case .notSealed: "This is not a sealed original."
        case .newerVersion: "This original was sealed by a later version of Cloakroom."
        case .malformed: "This sealed original is damaged."
        case .notARecipient(let recipients):
            "This original is sealed to others: \(recipients.map { "\($0)" }.joined(separator: ", "))."
        case .altered: "This original was altered, or it belongs to another exchange."
        case .keyUnreadable(let path): "The key file \(path) cannot be read."
        case .keyMalformed: "This is not a private evidence key, or it is not whole."
        case .keyNewerVersion: "This private key was made by a later version of Cloakroom."
        case .keyTooCostly: "This key file asks for more memory than a key of Cloakroom's ever does."
        case .wrongPassphrase: "This passphrase does not open the key."
        case .keyExists(let path): "There is a file at \(path) already."
        case .keyUnwritable(let path): "The key file \(path) cannot be written."
        case .badName: "A key's name is 1 to \(RecipientKey.nameCountMax) letters, digits, “.”, “-” and “_”."
        case .passphraseTooShort(let count):
            "The passphrase has \(count) characters that nobody guesses; it needs \(Passphrase.countMin)."
        case .passphraseTooCommon: "The passphrase repeats too few characters, or goes up a row of them."
        case .passphrasesDiffer: "The two passphrases differ."
        case .noPassphrase: "There is no passphrase."
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .sealingFailed: "Check evidence_keys with `cloakroom config check`."
        case .tooLarge, .notSealed: "Give the file as the log gave it out."
        case .newerVersion, .keyNewerVersion: "Install that version."
        case .malformed: "Bring it back from the backup, and check the log with `cloakroom audit verify`."
        case .notARecipient:
            "Use the key with one of these ids; `cloakroom evidence key show FILE` prints a key's id."
        case .altered: "Check the reference. If it is right, check the log with `cloakroom audit verify`."
        case .originalUnreadable, .keyUnreadable: "Check that it exists and who may read it."
        case .keyMalformed: "Give the file that `cloakroom evidence keygen` wrote, or its copy."
        case .keyTooCostly: "Use the copy of the key that you keep: this one was altered."
        case .wrongPassphrase: "Try again; if it is surely right, use the copy of the key that you keep."
        case .keyExists: "Choose another name: a key that is overwritten is lost, and with it the originals."
        case .keyUnwritable: "Check the folder, who may write there, and the space on the disk."
        case .badName: "Name it after its owner, such as --name dpo."
        case .passphraseTooShort, .passphraseTooCommon:
            "Take four or five words that have nothing to do with each other."
        case .passphrasesDiffer: "Run it again."
        case .noPassphrase: "Type it, or give --passphrase-file FILE."
        }
    }

    /// A constant word for logs, metrics and error bodies.
    public var label: String {
        switch self {
        case .tooLarge: "original_too_large"
        case .sealingFailed: "original_sealing_failed"
        case .originalUnreadable: "original_unreadable"
        case .notSealed: "original_not_sealed"
        case .newerVersion: "original_newer_version"
        case .malformed: "original_malformed"
        case .notARecipient: "original_other_recipient"
        case .altered: "original_altered"
        case .keyUnreadable: "evidence_key_unreadable"
        case .keyMalformed: "evidence_key_malformed"
        case .keyNewerVersion: "evidence_key_newer_version"
        case .keyTooCostly: "evidence_key_too_costly"
        case .wrongPassphrase: "evidence_key_wrong_passphrase"
        case .keyExists: "evidence_key_exists"
        case .keyUnwritable: "evidence_key_unwritable"
        case .badName: "evidence_key_bad_name"
        case .passphraseTooShort: "passphrase_too_short"
        case .passphraseTooCommon: "passphrase_too_common"
        case .passphrasesDiffer: "passphrases_differ"
        case .noPassphrase: "passphrase_missing"
        }
    }
}
