import Hummingbird

/// The addresses of each API family.
extension StandInEndpoint {
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        addOpenAI(to: router, below: "/v1", isAzure: false)
        addAzure(to: router)
        addMessages(to: router)
        addOllama(to: router)
        // Google's SDK asks below v1, litellm below v1beta.
        for version in ["v1beta", "v1"] { addGemini(to: router, below: "/\(version)") }
        return router
    }

    private func addOpenAI(to router: Router<BasicRequestContext>, below base: String, isAzure: Bool) {
        router.get("\(base)/models") { request, _ in
            try await receive(request) { _ in try .json(ModelList.openAI(options.models)) }
        }
        router.post("\(base)/chat/completions") { request, _ in
            try await converse(request) { try ChatDialect($0, isAzure: isAzure) }
        }
        router.post("\(base)/responses") { request, _ in
            try await converse(request) { try ResponsesDialect($0) }
        }
        router.post("\(base)/embeddings") { request, _ in
            try await receive(request) { try .json(OpenAIEmbeddings.answer($0)) }
        }
    }

    /// Azure has OpenAI's addresses below `/openai/v1`, and older ones that name the deployment or no model.
    private func addAzure(to router: Router<BasicRequestContext>) {
        addOpenAI(to: router, below: "/openai/v1", isAzure: true)
        let deployment = "/openai/deployments/{deployment}"
        router.post("\(deployment)/chat/completions") { request, context in
            let model = try context.parameters.require("deployment")
            return try await converse(request) { body in
                try ChatDialect(body.adding(["model": .string(model)]), isAzure: true)
            }
        }
        router.post("\(deployment)/embeddings") { request, context in
            let model = try context.parameters.require("deployment")
            return try await receive(request) { body in
                try .json(OpenAIEmbeddings.answer(body.adding(["model": .string(model)])))
            }
        }
        router.post("/openai/responses") { request, _ in
            try await converse(request) { try ResponsesDialect($0) }
        }
    }

    private func addMessages(to router: Router<BasicRequestContext>) {
        router.post("/v1/messages") { request, _ in
            try await converse(request) { try MessagesDialect($0) }
        }
        router.post("/v1/messages/count_tokens") { request, _ in
            try await receive(request, orRefuse: MessagesDialect.refusal) { body in
                try .json(["input_tokens": .number(Double(MessagesDialect(body).wordCount))])
            }
        }
    }

    private func addOllama(to router: Router<BasicRequestContext>) {
        router.post("/api/chat") { request, _ in
            try await converse(request) { try OllamaDialect(chat: $0) }
        }
        router.post("/api/generate") { request, _ in
            try await converse(request) { try OllamaDialect(generate: $0) }
        }
        router.post("/api/embed") { request, _ in
            try await receive(request, orRefuse: OllamaDialect.refusal) {
                try .json(OllamaEmbeddings.answer($0))
            }
        }
        router.get("/api/tags") { request, _ in
            try await receive(request) { _ in try .json(ModelList.ollama(options.models)) }
        }
        router.post("/api/show") { request, _ in
            try await receive(request) { _ in try .json(ModelList.ollamaCard) }
        }
    }

    /// Gemini names the model and what to do with it in one part of the path: `stand-in:generateContent`.
    private func addGemini(to router: Router<BasicRequestContext>, below base: String) {
        router.post("\(base)/models/{call}") { request, context in
            let call = try context.parameters.require("call").split(separator: ":")
            guard call.count == 2, let method = GeminiDialect.Method(rawValue: String(call[1])) else {
                throw HTTPError(.notFound)
            }
            let isEventStream = request.uri.queryParameters["alt"] == "sse"
            return try await converse(request) { body in
                try GeminiDialect(
                    body, model: String(call[0]), method: method, isEventStream: isEventStream)
            }
        }
    }
}
