extension JSONTape {
    /// Whether a request wants its answer's text to be JSON.
    func asksForJSON(_ surface: Surface) -> Bool {
        switch surface {
        case .chatCompletions: says("json", at: ["response_format", "type"])
        case .responses: says("json", at: ["text", "format", "type"])
        case .messages:
            holdsValue(at: ["output_format"]) || holdsValue(at: ["output_config", "format"])
        case .ollamaChat, .ollamaGenerate: holdsValue(at: ["format"])
        case .generateContent, .streamGenerateContent:
            ["generationConfig", "generation_config"].contains { configuration in
                ["responseMimeType", "response_mime_type"].contains { type in
                    says("application/json", at: [configuration, type])
                }
            }
        case .embeddings, .ollamaEmbed, .ollamaShow, .countTokens: false
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
