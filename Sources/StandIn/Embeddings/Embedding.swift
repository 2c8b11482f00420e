import Foundation

/// A short vector that depends on the text alone.
struct Embedding {
    private let values: [Float]

    /// The text's FNV-1a hash, a byte a dimension, from -1 to 1.
    init(_ text: String, dimensionCount: Int = 8) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        values = (0..<dimensionCount).map { place in
            Float(UInt8(truncatingIfNeeded: hash >> UInt64(place % 8 * 8))) / 127.5 - 1
        }
    }

    var json: JSON { .array(values.map { .number(Double($0)) }) }

    /// Little-endian, as the `openai` SDK reads it.
    var base64: JSON {
        let bytes = values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
        }
        return .string(Data(bytes).base64EncodedString())
    }
}

/// OpenAI's and Azure's embeddings.
enum OpenAIEmbeddings {
    static func answer(_ request: JSON) throws -> JSON {
        let isBase64 = request["encoding_format"].string == "base64"
        let dimensionCount = min(max(1, request["dimensions"].integer ?? 8), 4_096)
        let list = try request["input"].embeddingInputs().enumerated().map { index, text -> JSON in
            let embedding = Embedding(text, dimensionCount: dimensionCount)
            return [
                "object": "embedding", "index": .number(Double(index)),
                "embedding": isBase64 ? embedding.base64 : embedding.json,
            ]
        }
        return [
            "object": "list", "model": request["model"], "data": .array(list),
            "usage": ["prompt_tokens": 1, "total_tokens": 1],
        ]
    }
}

/// Ollama's embeddings.
enum OllamaEmbeddings {
    static func answer(_ request: JSON) throws -> JSON {
        let vectors = try request["input"].embeddingInputs().map { Embedding($0).json }
        return [
            "model": request["model"], "total_duration": 1, "load_duration": 1, "prompt_eval_count": 1,
            "embeddings": .array(vectors),
        ]
    }
}

extension JSON {
    /// A text, several, a text's tokens, or those of several.
    fileprivate func embeddingInputs() throws -> [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements) where elements.first?.number != nil: [elements.tokenText]
        case .array(let elements): elements.map { $0.string ?? ($0.array ?? []).tokenText }
        case .null, .bool, .number, .object: throw NotAPrompt()
        }
    }
}

extension [JSON] {
    fileprivate var tokenText: String { compactMap(\.integer).map { "\($0)" }.joined(separator: " ") }
}
