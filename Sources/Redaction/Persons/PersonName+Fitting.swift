internal import Detection

extension PersonName {
    /// Whether two names can be one person's, as far as their words tell.
    ///
    /// Titles are not asked here.
    func fits(_ other: PersonName) -> Bool {
        switch (kind, other.kind) {
        case (.full, .full), (.full, .short), (.short, .full), (.short, .short): fitsInTwo(other)
        case (.single, .single), (.initials, .initials): first == other.first
        case (.single, .full), (.single, .short): isPart(of: other)
        case (.full, .single), (.short, .single): other.isPart(of: self)
        case (.initials, .full): other.initials.contains(first)
        case (.full, .initials): initials.contains(other.first)
        case (.initials, .single), (.single, .initials), (.initials, .short), (.short, .initials): false
        }
    }

    private func fitsInTwo(_ other: PersonName) -> Bool {
        guard Self.areOne(first, other.first) || Nicknames.areOne(first, other.first) else { return false }
        if kind == .full, other.kind == .full, tail == other.tail { return true }
        guard Self.areOne(last, other.last) else { return false }
        guard !middle.isEmpty, !other.middle.isEmpty else { return true }
        return middle.count == other.middle.count && zip(middle, other.middle).allSatisfy(Self.areOne)
    }

    /// Whether a word is a part of a name, or a short form of its forename.
    ///
    /// Behind a title stands a surname.
    private func isPart(of whole: PersonName) -> Bool {
        if mayBeInitials, whole.initials.contains(first) { return true }
        if first == whole.last || !whole.middle.isEmpty && first == whole.tail { return true }
        guard title == nil else { return false }
        return first == whole.first || Nicknames.areOne(first, whole.first) || isOf(whole.first)
            || isOf(whole.last)
    }

    /// Whether the only word is another one with an `s` behind it: `kacpers dad`.
    private func isOf(_ word: [UInt8]) -> Bool {
        word.count > 1 && first.count == word.count + 1 && first.last == UInt8(ascii: "s")
            && first.starts(with: word)
    }

    /// Whether two words are the same, or one is the other's first letter.
    private static func areOne(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a == b || (a.count == 1 || b.count == 1) && a.first == b.first
    }

    /// What a name is called in placeholders, beside the person that it belongs to.
    func form(in whole: PersonName) -> Placeholder.Form {
        switch kind {
        case .full: return .fullName
        case .short: return .shortName
        case .initials: return .initials
        case .single:
            if title == nil, whole.kind != .single, first == whole.first || isOf(whole.first) {
                return .forename
            }
            if title != nil || first == whole.last || first == whole.tail || isOf(whole.last) {
                return .surname
            }
            if mayBeInitials, whole.initials.contains(first) { return .initials }
            return Nicknames.areOne(first, whole.first) ? .nickname : .name
        }
    }
}

/// By what a name is looked up among those that are known.
enum PersonKey: Hashable {
    /// Forename and surname, of which one may be only its first letter.
    case pair([UInt8], [UInt8])
    /// One of the words of a name.
    case part([UInt8])
    case initials([UInt8])
}

extension PersonName {
    /// Under which keys a name is found: by every name that fits it.
    var keys: Set<PersonKey> {
        var keys: Set<PersonKey> = []
        switch kind {
        case .full, .short:
            keys.insert(.pair(first, last))
            keys.insert(.pair(Array(first.prefix(1)), last))
            keys.insert(.pair(first, Array(last.prefix(1))))
            for word in [first, last, tail] where word.count > 1 { keys.insert(.part(word)) }
            if kind == .full { keys.insert(.pair(first, tail)) }
            for letters in initials { keys.insert(.initials(letters)) }
        case .single: keys.insert(.part(first))
        case .initials: keys.insert(.initials(first))
        }
        return keys
    }

    /// Which keys lead to the names that this one fits.
    var wantedKeys: Set<PersonKey> {
        var keys: Set<PersonKey> = []
        switch kind {
        case .full, .short:
            keys.formUnion(self.keys)
            for other in Nicknames.others(of: first) {
                keys.insert(.pair(other, last))
                keys.insert(.pair(other, tail))
                keys.insert(.pair(other, Array(last.prefix(1))))
                keys.insert(.part(other))
            }
        case .single:
            keys.insert(.part(first))
            if first.count > 2, first.last == UInt8(ascii: "s") { keys.insert(.part(first.dropLast())) }
            if title == nil { for other in Nicknames.others(of: first) { keys.insert(.part(other)) } }
            if mayBeInitials { keys.insert(.initials(first)) }
        case .initials: keys.insert(.initials(first))
        }
        return keys
    }
}
