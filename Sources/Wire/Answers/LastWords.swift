/// What an answer that stands as a whole says last.
///
/// Where a choice ends with a call of a tool, it says nothing last: what stands before that is on its way.
extension AnswerParts {
    mutating func readWhole(_ tape: JSONTape, of surface: Surface) {
        switch surface {
        case .chatCompletions: readChoices(tape)
        case .responses: add(lastWords: tape.lastWords(ofResponse: JSONTape.root), of: 0)
        case .messages: add(lastWords: tape.lastText(in: "content", of: JSONTape.root, type: "text"), of: 0)
        case .ollamaChat:
            guard let message = tape.member("message", of: JSONTape.root),
                !tape.holdsElements("tool_calls", of: message)
            else { return }
            add(lastWords: tape.string("content", of: message), of: 0)
        case .ollamaGenerate: add(lastWords: tape.string("response", of: JSONTape.root), of: 0)
        case .generateContent, .streamGenerateContent: readCandidates(tape)
        case .embeddings, .countTokens, .ollamaEmbed, .ollamaShow: return
        }
    }

    private mutating func readChoices(_ tape: JSONTape) {
        for (place, choice) in tape.elements("choices", of: JSONTape.root).enumerated() {
            guard let message = tape.member("message", of: choice),
                !tape.holdsElements("tool_calls", of: message),
                !Self.holdsValue("function_call", of: message, in: tape)
            else { continue }
            add(lastWords: tape.string("content", of: message), of: place)
        }
    }

    private mutating func readCandidates(_ tape: JSONTape) {
        for (place, candidate) in tape.elements("candidates", of: JSONTape.root).enumerated() {
            let parts = tape.member("content", of: candidate).map { tape.elements("parts", of: $0) } ?? []
            guard !parts.contains(where: tape.isFunctionCall), let last = parts.last,
                !Self.holdsValue("thought", of: last, in: tape)
            else { continue }
            add(lastWords: tape.string("text", of: last), of: place)
        }
    }
}

extension JSONTape {
    /// What a response says last: the last text of its last item, if that is a message.
    fileprivate func lastWords(ofResponse response: Int) -> Int? {
        elements("output", of: response).last.flatMap(lastWords(ofItem:))
    }

    private func lastWords(ofItem item: Int) -> Int? {
        guard let type = member("type", of: item), isText(type, "message") else { return nil }
        return lastText(in: "content", of: item, type: "output_text")
    }

    /// Where an event of a response repeats what was said: `.done`, the part, the item, the whole response.
    func repeatedWords(ofResponseEvent event: Int) -> Int? {
        guard let type = member("type", of: event) else { return nil }
        if isText(type, "response.output_text.done") { return string("text", of: event) }
        if isText(type, "response.content_part.done"), let part = member("part", of: event) {
            return text(ofPart: part, type: "output_text")
        }
        if isText(type, "response.output_item.done") {
            return member("item", of: event).flatMap(lastWords(ofItem:))
        }
        guard isText(type, "response.completed") || isText(type, "response.incomplete") else { return nil }
        return member("response", of: event).flatMap(lastWords(ofResponse:))
    }

    /// The text of the last part of a list, if it is of this type.
    fileprivate func lastText(in list: String, of object: Int, type: String) -> Int? {
        elements(list, of: object).last.flatMap { text(ofPart: $0, type: type) }
    }

    private func text(ofPart part: Int, type: String) -> Int? {
        guard let node = member("type", of: part), isText(node, type) else { return nil }
        return string("text", of: part)
    }

    func isFunctionCall(_ part: Int) -> Bool {
        member("functionCall", of: part) != nil || member("function_call", of: part) != nil
    }

    func holdsElements(_ name: String, of object: Int) -> Bool { !elements(name, of: object).isEmpty }

    /// The elements of a member; none where it is no list.
    fileprivate func elements(_ name: String, of object: Int) -> [Int] {
        guard kind(object) == .object, let list = member(name, of: object), kind(list) == .array else {
            return []
        }
        return Array(elements(list))
    }

    /// A member that is a string.
    fileprivate func string(_ name: String, of object: Int) -> Int? {
        member(name, of: object).flatMap { kind($0) == .string ? $0 : nil }
    }
}
