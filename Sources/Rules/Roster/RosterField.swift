import Detection
import Foundation

/// What a column of a school's export can hold; the raw values are what people write behind `--map COLUMN=`.
public enum RosterField: String, CaseIterable, Sendable {
    case forename
    case preferredForename = "preferred_forename"
    case middleNames = "middle_names"
    case surname
    case preferredSurname = "preferred_surname"
    /// `Forename Surname`, or `Surname, Forename`.
    case fullName = "full_name"
    case upn, uln, uci
    case candidateNumber = "candidate_number"
    case admissionNumber = "admission_number"
    case email, username
    case dateOfBirth = "date_of_birth"
    /// A parent or carer in a pupil's row.
    case contactName = "contact_name"
    case contactForename = "contact_forename"
    case contactSurname = "contact_surname"
    case contactEmail = "contact_email"
    /// Known, and not needed.
    case ignore

    var valueKind: RosterValueKind? {
        switch self {
        case .upn: .upn
        case .uln: .uln
        case .uci: .uci
        case .candidateNumber: .candidateNumber
        case .admissionNumber: .admissionNumber
        case .email: .email
        case .username: .username
        default: nil
        }
    }
}

/// Which column of one file holds what.
public struct RosterColumns: Sendable {
    /// A column that is used.
    public struct Column: Hashable, Sendable {
        public let index: Int
        public let name: String
        public let field: RosterField
        /// Which of a pupil's contacts it is about: `Contact 2 Surname`; 0 for anybody else.
        public let contact: Int
    }

    public let used: [Column]
    /// The names of columns that nothing is known of.
    public let unmapped: [String]

    /// Maps a file's columns by their names, and as somebody said otherwise.
    ///
    /// - Parameters:
    ///   - header: The first row.
    ///   - mapping: By the column's name, in any case, what it holds.
    ///   - role: Whose file it is; only a pupil's row has contacts.
    ///   - path: The file, for errors.
    /// - Throws: `RosterError.unknownColumn`, `.noNameColumn`.
    init(
        header: [String],
        mapping: [String: RosterField],
        role: RosterPerson.Role,
        path: String
    ) throws(RosterError) {
        let wanted = Dictionary(mapping.map { (Self.folded($0.key), $0.value) }) { $1 }
        for (name, _) in mapping.sorted(by: { $0.key < $1.key })
        where !header.contains(where: { Self.folded($0) == Self.folded(name) }) {
            throw .unknownColumn(path: path, column: name)
        }
        var used: [Column] = []
        var unmapped: [String] = []
        for (index, name) in header.enumerated() {
            let folded = Self.folded(name)
            let known = Self.known(folded, role: role)
            guard let field = wanted[folded] ?? known?.field else {
                if !folded.isEmpty { unmapped.append(name) }
                continue
            }
            let contact = field.isContact ? known?.contact ?? Self.number(in: folded) : 0
            used.append(Column(index: index, name: name, field: field, contact: contact))
        }
        (self.used, self.unmapped) = (used, unmapped)
        guard
            used.contains(where: {
                $0.field == .surname || $0.field == .fullName || $0.field == .preferredSurname
            })
        else { throw .noNameColumn(path: path) }
    }

    /// Small letters and digits only: `Legal Fore-name` is `legalforename`.
    static func folded(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { CharacterSet.alphanumerics.contains($0) })
    }

    private static func number(in name: String) -> Int { Int(name.filter(\.isNumber)) ?? 1 }

    /// What is known of a column's name, as Arbor, SIMS and Bromcom write them.
    private static func known(_ name: String, role: RosterPerson.Role) -> (field: RosterField, contact: Int)?
    {
        if let field = names[name] { return (field, 0) }
        guard role == .pupil else { return nil }
        for start in contactStarts where name.hasPrefix(start) {
            let number = number(in: name)
            let rest = name.dropFirst(start.count).filter { !$0.isNumber }
            if let field = contactEnds[String(rest)] {
                return (field, number + 10 * (contactStarts.firstIndex(of: start) ?? 0))
            }
        }
        return nil
    }

    private static let contactStarts = [
        "contact", "parentcarer", "parent", "guardian", "carer", "mother", "father", "primarycontact",
        "prioritycontact",
        "parentalcontact", "nextofkin",
    ]

    private static let contactEnds: [String: RosterField] = table(
        """
        contact_name: name fullname contactname personname names
        contact_forename: forename firstname givenname legalforename preferredforename
        contact_surname: surname lastname familyname legalsurname
        contact_email: email emailaddress homeemail
        ignore: relationship relation title telephone phone mobile number priority address postcode salutation parentalresponsibility
        """)

    private static let names: [String: RosterField] = table(
        """
        forename: forename firstname legalforename legalfirstname givenname christianname studentforename pupilforename \
        employeeforename staffforename forenames
        preferred_forename: preferredforename preferredfirstname chosenname chosenforename preferredname knownas knownasname \
        calledname preferredgivenname usualforename
        middle_names: middlename middlenames legalmiddlename legalmiddlenames secondname middleforenames othernames
        surname: surname lastname legalsurname legallastname familyname studentsurname pupilsurname employeesurname staffsurname
        preferred_surname: preferredsurname preferredlastname chosensurname formersurname previoussurname maidenname
        full_name: name fullname studentname pupilname studentfullname pupilfullname legalname legalfullname displayname \
        preferredfullname staffname employeename parentname adultname contactname student pupil
        upn: upn uniquepupilnumber formerupn
        uln: uln uniquelearnernumber
        uci: uci uniquecandidateidentifier examuci
        candidate_number: candidatenumber examcandidatenumber examnumber candidateno examno
        admission_number: admissionnumber adno admno admissionno
        email: email emailaddress schoolemail workemail studentemail pupilemail emailaddresswork primaryemail homeemail \
        personalemail mainemail officeemail parentemail
        username: username adusername aduser login loginname networkusername networklogin userid windowsusername samaccountname \
        staffcode
        date_of_birth: dob dateofbirth birthdate birthday
        ignore: id arborid studentid pupilid personid misid title form reggroup registrationgroup tutorgroup formgroup class \
        yeargroup year ncyear nationalcurriculumyear ncyearactual ncyeartaught house gender sex legalsex leavingdate leaver \
        dateofleaving doa dateofadmission admissiondate enrolmentstatus relationship schoolname school department jobtitle \
        role post initials salutation postcode address telephone mobile phone campus tutor
        """)

    private static func table(_ text: String) -> [String: RosterField] {
        var table: [String: RosterField] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let field = RosterField(rawValue: String(parts[0])) else { continue }
            for name in parts[1].split(separator: " ") { table[String(name)] = field }
        }
        return table
    }
}

extension RosterField {
    /// Whether it is about somebody else than the row's person.
    var isContact: Bool {
        switch self {
        case .contactName, .contactForename, .contactSurname, .contactEmail: true
        default: false
        }
    }
}
