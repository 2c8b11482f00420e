internal import Detection

/// What the AI endpoint sees in the place of a value: `[UPN_1]`.
///
/// The names of one person share a number: `[PERSON_1]`, `[PERSON_1_FORENAME]`. Each way of writing a name has a placeholder
/// of its own, or an answer could not get back what was written.
struct Placeholder: Hashable {
    let entity: EntityType
    /// From 1, by first appearance in the request.
    let number: Int
    /// How a name differs from the one that stands for the whole person; nil of that one and of everything else.
    var form: Form?
    /// From 1: the ways of writing that a person's names of one form have.
    var variant = 1

    /// What of a person's names one is; a closed set, so that an answer's placeholders can be read.
    enum Form: String, CaseIterable {
        case fullName = "FULL_NAME"
        case shortName = "SHORT_NAME"
        case forename = "FORENAME"
        case surname = "SURNAME"
        case nickname = "NICKNAME"
        case initials = "INITIALS"
        /// Forename or surname, nobody knows.
        case name = "NAME"
    }

    var text: [UInt8] {
        let end = form.map { "_\($0.rawValue)" } ?? ""
        return Array("[\(entity.rawValue)_\(number)\(end)\(variant > 1 ? "_\(variant)" : "")]".utf8)
    }
}
