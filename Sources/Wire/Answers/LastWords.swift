/// What an answer that stands as a whole says last.
///
/// Where a choice ends with a call of a tool, it says nothing last: what stands before that is on its way.
extension AnswerParts {
    mutating func readWhole(_ tape: JSONTape, of surface: Surface) {
        switch surface {
        case .chatCompletions: readChoices(tape)
        case .responses: add(lastWords: tape.lastWords(ofResponse: JSONTape.root), of: 0)
        case .messages:
            let blocks = tape.elements("content", of: JSONTape.root)
            add(lastWords: tape.lastText(of: blocks) { tape.text(ofPart: $0, type: "text") }, of: 0)
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
            guard !parts.contains(where: tape.isFunctionCall) else { continue }
            let last = tape.lastText(of: parts) { part in
                Self.holdsValue("thought", of: part, in: tape) ? nil : tape.string("text", of: part)
            }
            add(lastWords: last, of: place)
        }
    }
}

extension JSONTape {
    /// What a response says last: the last text of the messages that it ends with.
    fileprivate func lastWords(ofResponse response: Int) -> Int? {
        lastWords(ofMessages: elements("output", of: response).reversed().prefix(while: isMessage).reversed())
    }

    private func lastWords(ofMessages items: [Int]) -> Int? {
        lastText(of: items.flatMap { elements("content", of: $0) }) {
            text(ofPart: $0, type: "output_text")
        }
    }

    func isMessage(_ item: Int) -> Bool { member("type", of: item).map { isText($0, "message") } ?? false }

    /// Where an event of a response repeats what was said: `.done`, the part, the item, the whole response.
    func repeatedWords(ofResponseEvent event: Int) -> Int? {
        guard let type = member("type", of: event) else { return nil }
        if isText(type, "response.output_text.done") { return string("text", of: event) }
        if isText(type, "response.content_part.done"), let part = member("part", of: event) {
            return text(ofPart: part, type: "output_text")
        }
        if isText(type, "response.output_item.done") {
            return member("item", of: event).flatMap { isMessage($0) ? lastWords(ofMessages: [$0]) : nil }
        }
        guard isText(type, "response.completed") || isText(type, "response.incomplete") else { return nil }
        return member("response", of: event).flatMap(lastWords(ofResponse:))
    }

    /// The text that parts end with, nil where they end with something else; texts without words do not count.
    fileprivate func lastText(of parts: [Int], _ text: (Int) -> Int?) -> Int? {
        for part in parts.reversed() {
            guard let node = text(part) else { return nil }
            if !self.text(node).isEmpty { return node }
        }
        return nil
    }

    func text(ofPart part: Int, type: String) -> Int? {
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
