/// Numbers, times and kinds of data in plain words.
enum ReportWords {
    /// `12,345`.
    static func number(_ value: Int) -> String {
        let digits = String(value)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    /// `4.2%`; “less than 0.1%” rather than nothing, and never 100 of what is not all.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let tenths = (part * 2_000 + whole) / (whole * 2)
        if part > 0, tenths == 0 { return "less than 0.1%" }
        if part < whole, tenths == 1_000 { return "99.9%" }
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }

    /// `2 days 3 hours`.
    static func duration(_ milliseconds: Int64) -> String {
        let minutes = max(0, milliseconds) / 60_000
        let parts = [
            (minutes / 1_440, "day"), (minutes / 60 % 24, "hour"), (minutes % 60, "minute"),
        ].filter { $0.0 > 0 }.prefix(2)
        if parts.isEmpty { return "less than a minute" }
        return parts.map { count($0.0, $0.1) }.joined(separator: " ")
    }

    /// `1 prompt`, `2 prompts`.
    static func count(_ value: some BinaryInteger, _ thing: String) -> String {
        "\(number(Int(value))) \(thing)\(value == 1 ? "" : "s")"
    }

    /// What a kind of data is called at a table in a meeting.
    static func entity(_ entity: String) -> String { entities[entity] ?? entity }

    private static let entities = [
        "PERSON": "Names", "PUPIL": "Pupils’ names", "PARENT": "Parents’ names", "STAFF": "Staff names",
        "EMAIL": "Email addresses", "USER_PRINCIPAL_NAME": "Sign-in names", "PHONE": "Phone numbers",
        "ADDRESS": "Addresses", "POSTCODE": "Postcodes", "DATE_OF_BIRTH": "Dates of birth", "AGE": "Ages",
        "UPN": "Unique pupil numbers", "ULN": "Unique learner numbers", "UCI": "Exam candidate identifiers",
        "TRN": "Teacher reference numbers", "NHS_NUMBER": "NHS numbers", "NINO": "National Insurance numbers",
        "PASSPORT": "Passport numbers", "DRIVING_LICENCE": "Driving licences",
        "DBS_NUMBER": "DBS certificates",
        "UTR": "Taxpayer references", "CANDIDATE_NUMBER": "Candidate numbers",
        "ADMISSION_NUMBER": "Admission numbers", "CASE_REF": "Case references", "USERNAME": "User names",
        "BANK_ACCOUNT": "Bank accounts", "IBAN": "International bank accounts",
        "PAYMENT_CARD": "Payment cards",
        "VEHICLE_REG": "Vehicle registrations", "IP": "Network addresses", "MAC": "Device addresses",
        "URL_PERSONAL": "Personal web addresses", "GEO": "Coordinates", "SECRET": "Passwords and keys",
        "SENSITIVE": "Sensitive matters about a person", "CONFIDENTIAL": "Confidential matters",
    ]

    static func ruling(_ ruling: Review.Ruling) -> String {
        switch ruling {
        case .noAction: "No action needed"
        case .training: "Training or advice"
        case .breach: "Personal data breach"
        case .safeguarding: "Passed to the safeguarding lead"
        case .falsePositive: "Mistaken: nothing should have been blocked"
        }
    }

    static func what(_ what: Erasure.What) -> String {
        switch what {
        case .entry: "Records of prompts"
        case .redacted: "Redacted texts"
        case .original: "Sealed originals"
        case .note: "Notes"
        }
    }

    static func why(_ why: Erasure.Why) -> String {
        switch why {
        case .retention: "The time for keeping them was over"
        case .request: "A person’s request"
        }
    }
}
