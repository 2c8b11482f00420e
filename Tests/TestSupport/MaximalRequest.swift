/// A request with every declared field that may hold anything, for one operation of an API.
public struct MaximalRequest: Sendable, CustomStringConvertible {
    /// Where a client posts it.
    public let path: String
    /// The name of the surface.
    public let surface: String
    /// The model that the path names, if it does.
    public let pathModel: String?
    public let body: String

    public var description: String { path }

    init(_ path: String, _ surface: String, pathModel: String? = nil, _ body: String) {
        self.path = path
        self.surface = surface
        self.pathModel = pathModel
        self.body = body
    }

    public static let all: [MaximalRequest] = [
        MaximalRequest("/v1/chat/completions", "chat completions", chat(model: #""model":"stand-in","#)),
        MaximalRequest(
            "/openai/deployments/stand-in/chat/completions?api-version=2024-10-21", "chat completions",
            pathModel: "stand-in", chat(model: "")),
        MaximalRequest("/v1/responses", "responses", responses),
        MaximalRequest("/v1/embeddings", "embeddings", embeddings),
        MaximalRequest("/v1/messages", "messages", messages),
        MaximalRequest("/v1/messages/count_tokens", "count tokens", messages),
        MaximalRequest("/api/chat", "Ollama chat", ollamaChat),
        MaximalRequest("/api/generate", "Ollama generate", ollamaGenerate),
        MaximalRequest("/api/embed", "Ollama embed", ollamaEmbed),
        MaximalRequest("/api/show", "Ollama show", #"{"model":"stand-in","verbose":true,"extra":"x"}"#),
        MaximalRequest(
            "/v1beta/models/stand-in:generateContent", "generate content", pathModel: "stand-in", gemini),
        MaximalRequest(
            "/v1beta/models/stand-in:streamGenerateContent?alt=sse", "stream generate content",
            pathModel: "stand-in", gemini),
    ]

    private static func chat(model: String) -> String {
        #"""
        {\#(model)"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},
         "temperature":1,"top_p":1,"n":1,"max_tokens":1,"max_completion_tokens":1,"presence_penalty":0,
         "frequency_penalty":0,"seed":1,"top_logprobs":1,"logprobs":true,"parallel_tool_calls":false,
         "stop":["x","y"],"user":"x","metadata":{"k":"x","l":{"m":["x",[["x"]]]}},"safety_identifier":"x",
         "prompt_cache_key":"x","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":
         {"type":"object","properties":{"p":{"enum":["x",1,{"q":{"r":"x"}}]}}}}},"reasoning_effort":"low",
         "verbosity":"low","service_tier":"auto","logit_bias":{"50256":-100},"modalities":["text"],"store":false,
         "vendor":{"extra":["x",1]},"tool_choice":{"type":"function","function":{"name":"x"}},
         "tools":[{"type":"function","function":{"name":"x","description":"x","strict":true,"parameters":
          {"type":"object","properties":{"a":{"type":"string","description":"x","default":1}}}},"more":"x"},
          {"type":"custom","custom":{"name":"x","description":"x","format":{"type":"text"}}}],
         "functions":[{"name":"x","description":"x","parameters":{"k":"x"}}],"function_call":{"name":"x"},
         "prediction":{"type":"content","content":[{"type":"text","text":"x"}]},
         "messages":[{"role":"system","content":"x","name":"x"},{"role":"developer","content":"x"},
          {"role":"user","content":[{"type":"text","text":"x","more":"x"},{"text":"x","type":"text"}],"name":"x"},
          {"role":"assistant","content":[{"type":"refusal","refusal":"x"}],"refusal":"x","name":"x",
           "reasoning_content":"x","reasoning":"x","annotations":[{"type":"url_citation","url":"x"}]},
          {"role":"assistant","content":null,"function_call":{"name":"x","arguments":"{\"k\":\"x\"}"},
           "tool_calls":[{"id":"x","index":0,"type":"function","function":
           {"name":"x","arguments":"{\"k\":[\"x\",1],\"l\":{\"m\":\"x\"}}"}},
           {"id":"x","type":"custom","custom":{"name":"x","input":"x"}}]},
          {"role":"tool","tool_call_id":"x","content":"{\"k\":\"x\"}"},
          {"role":"function","name":"x","content":"x"}]}
        """#
    }

    private static let responses = #"""
        {"model":"stand-in","stream":true,"stream_options":{"include_obfuscation":false},"temperature":1,
         "top_p":1,"top_logprobs":1,"max_output_tokens":1,"max_tool_calls":1,"parallel_tool_calls":true,
         "include":["x"],"metadata":{"k":"x"},"user":"x","safety_identifier":"x","prompt_cache_key":"x",
         "prompt_cache_retention":"x","service_tier":"x","truncation":"x","reasoning":{"effort":"low","summary":"x"},
         "text":{"format":{"type":"json_schema","name":"x","schema":{"description":"x","k":1}},"verbosity":"x"},
         "tool_choice":"auto","context_management":["x"],"store":false,"background":false,"instructions":"x",
         "tools":[{"type":"function","name":"x","description":"x","strict":true,"parameters":{"a":{"d":"x"}}},
          {"type":"custom","name":"x","description":"x","format":{"type":"text"}}],"vendor":"x",
         "input":[{"role":"user","content":"x"},
          {"type":"message","role":"user","id":"x","status":"x","content":[{"type":"input_text","text":"x"}]},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"x","annotations":[{"k":"x"}],
           "logprobs":[{"token":"x","bytes":[1]}]},{"type":"refusal","refusal":"x"}],"phase":"x"},
          {"type":"function_call","id":"x","call_id":"x","name":"x","status":"x","arguments":"{\"k\":\"x\",\"n\":1}"},
          {"type":"function_call_output","id":"x","call_id":"x","status":"x","output":"x"},
          {"type":"function_call_output","call_id":"x","output":[{"type":"input_text","text":"x"}]},
          {"type":"custom_tool_call","call_id":"x","name":"x","input":"x"},
          {"type":"custom_tool_call_output","call_id":"x","output":"x"},
          {"type":"reasoning","id":"x","summary":[{"type":"summary_text","text":"x"}],
           "content":[{"type":"reasoning_text","text":"x"}],"encrypted_content":"x","status":"x"}]}
        """#

    private static let embeddings = #"""
        {"model":"stand-in","input":["x","x"],"dimensions":8,"encoding_format":"float","user":"x","vendor":"x"}
        """#

    private static let messages = #"""
        {"model":"stand-in","max_tokens":1,"stream":true,"temperature":1,"top_p":1,"top_k":1,
         "stop_sequences":["x"],"metadata":{"user_id":"x"},"service_tier":"x","thinking":{"type":"enabled",
         "budget_tokens":1024},"output_config":{"format":{"type":"json_schema","schema":{"k":"x"}}},
         "output_format":{"k":"x"},"context_management":{"edits":["x"]},"tool_choice":{"type":"tool","name":"x"},
         "system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"},"citations":["x"]}],
         "tools":[{"name":"x","description":"x","input_schema":{"type":"object","p":{"d":"x","n":1}},"k":"x"},
          {"type":"custom","name":"x","description":"x"}],"vendor":{"k":"x"},
         "messages":[{"role":"user","content":"x"},
          {"role":"user","content":[{"type":"text","text":"x","citations":[{"k":"x"}]},
           {"type":"document","title":"x","context":"x","citations":{"enabled":true,"k":"x"},
            "source":{"type":"text","media_type":"text/plain","data":"x"}},
           {"type":"document","source":{"type":"content","content":[{"type":"text","text":"x"}]}},
           {"type":"search_result","source":"x","title":"x","content":[{"type":"text","text":"x"}]},
           {"type":"tool_result","tool_use_id":"x","is_error":false,"content":[{"type":"text","text":"x"}]},
           {"type":"tool_result","tool_use_id":"x","content":"x"}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"x"},
           {"type":"redacted_thinking","data":"x"},
           {"type":"tool_use","id":"x","name":"x","input":{"k":["x",1],"l":{"m":"x"}}}]}]}
        """#

    private static let ollamaChat = #"""
        {"model":"stand-in","stream":true,"format":{"type":"object","d":"x"},"options":{"stop":["x"],"seed":1},
         "keep_alive":"x","think":"low","logprobs":false,"top_logprobs":1,"vendor":"x",
         "tools":[{"type":"function","function":{"name":"x","description":"x","parameters":{"k":{"d":"x"}}}}],
         "messages":[{"role":"system","content":"x"},{"role":"user","content":"x","more":"x"},
          {"role":"assistant","content":"x","thinking":"x","tool_calls":[{"function":
           {"name":"x","arguments":{"k":"x","n":1},"index":0}}]},
          {"role":"tool","content":"x","tool_name":"x","tool_call_id":"x"}]}
        """#

    private static let ollamaGenerate = #"""
        {"model":"stand-in","stream":false,"prompt":"x","suffix":"x","system":"x","template":"x","raw":true,
         "logprobs":true,"top_logprobs":1,"format":"json","options":{"stop":["x"],"seed":1},"keep_alive":1,"think":false,"vendor":["x"]}
        """#

    private static let ollamaEmbed = #"""
        {"model":"stand-in","input":["x","x"],"truncate":true,"dimensions":8,"options":{"k":"x"},"keep_alive":"x"}
        """#

    private static let gemini = #"""
        {"systemInstruction":{"parts":[{"text":"x"}]},"system_instruction":{"role":"system","parts":[{"text":"x"}]},
         "tools":[{"functionDeclarations":[{"name":"x","description":"x","parameters":{"k":"x","n":1}}]},
          {"function_declarations":[{"name":"x"}]}],"toolConfig":{"k":"x"},"tool_config":{"k":"x"},
         "safetySettings":[{"category":"x"}],"safety_settings":["x"],"labels":{"k":"x"},"vendor":"x",
         "generationConfig":{"stopSequences":["x"],"temperature":1,"responseSchema":{"description":"x"}},
         "generation_config":{"stop_sequences":["x"]},
         "contents":[{"role":"user","parts":[{"text":"x","thought":false,"thoughtSignature":"x","more":"x"}]},
          {"role":"model","parts":[{"functionCall":{"name":"x","args":{"k":"x","n":1},"id":"x"}},
           {"function_call":{"name":"x"},"thought_signature":"x"}]},
          {"role":"user","parts":[{"functionResponse":{"name":"x","id":"x","response":{"k":"x"}}},
           {"function_response":{"name":"x","response":{"k":"x"}}}]},
          {"parts":[{"executableCode":{"code":"x"}},{"executable_code":{"code":"x"}},
           {"codeExecutionResult":{"output":"x"}},{"code_execution_result":{"output":"x"}}]}]}
        """#
}
