extension JSONTape {
    /// In what form a request wants its answer's text.
    func answerForm(_ surface: Surface) -> AnswerForm {
        switch surface {
        case .chatCompletions: says("json", at: ["response_format", "type"]) ? .json : .prose
        case .responses: says("json", at: ["text", "format", "type"]) ? .json : .prose
        case .messages:
            holdsValue(at: ["output_format"]) || holdsValue(at: ["output_config", "format"]) ? .json : .prose
        case .ollamaChat, .ollamaGenerate: holdsValue(at: ["format"]) ? .json : .prose
        case .generateContent, .streamGenerateContent:
            if generates("application/json") {
                .json
            } else if generates("text/x.enum") {
                .option
            } else {
                .prose
            }
        case .embeddings, .ollamaEmbed, .ollamaShow, .countTokens: .prose
        }
    }

    /// Whether Gemini is to generate text of this type.
    private func generates(_ type: String) -> Bool {
        ["generationConfig", "generation_config"].contains { configuration in
            ["responseMimeType", "response_mime_type"].contains { says(type, at: [configuration, $0]) }
        }
    }

    /// Whether the text at the end of this path starts with a word.
    private func says(_ word: String, at path: [String]) -> Bool {
        guard let node = node(at: path), kind(node) == .string else { return false }
        return text(node).starts(with: word.utf8)
    }

    private func holdsValue(at path: [String]) -> Bool {
        node(at: path).map { kind($0) != .null } ?? false
    }

    private func node(at path: [String]) -> Int? {
        var node = Self.root
        for name in path {
            guard let next = member(name, of: node) else { return nil }
            node = next
        }
        return node
    }
}
