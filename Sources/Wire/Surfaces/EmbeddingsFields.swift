/// The declared fields of `POST /v1/embeddings`.
///
/// Source: OpenAI API reference, “Create embeddings”.
enum EmbeddingsFields {
    static let request: [DeclaredField] =
        [
            DeclaredField("model", .model, isRequired: true),
            DeclaredField("input", .textOrTexts, isRequired: true),
            DeclaredField("dimensions", .number),
            DeclaredField("encoding_format", .words(["float", "base64"])),
            DeclaredField("user", .inspect),
        ] + steering
}
