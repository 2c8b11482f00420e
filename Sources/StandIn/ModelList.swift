/// The models, in the words of each family.
enum ModelList {
    static func openAI(_ models: [String]) -> JSON {
        [
            "object": "list",
            "data": .array(
                models.map {
                    ["id": .string($0), "object": "model", "created": 0, "owned_by": "stand-in"]
                }),
        ]
    }

    static func ollama(_ models: [String]) -> JSON {
        [
            "models": .array(
                models.map {
                    [
                        "name": .string($0), "model": .string($0),
                        "modified_at": .string(OllamaDialect.instant),
                        "size": 1, "digest": .string(String(repeating: "0", count: 64)), "details": details,
                    ]
                })
        ]
    }

    /// What `/api/show` tells of any model.
    static let ollamaCard: JSON = [
        "license": "", "modelfile": "", "parameters": "", "template": "{{ .Prompt }}", "details": details,
        "model_info": ["general.architecture": "stand-in"], "capabilities": ["completion", "tools"],
        "modified_at": .string(OllamaDialect.instant),
    ]

    private static let details: JSON = [
        "parent_model": "", "format": "gguf", "family": "stand-in", "families": ["stand-in"],
        "parameter_size": "0B", "quantization_level": "Q4_0",
    ]
}
