/// What one event of a stream carries: which strings continue a text, and what ends.
struct AnswerParts {
    let form: AnswerForm
    private(set) var pieces: [Int: AnswerChannel] = [:]
    /// Which choice's own words stand in a string: pieces, and what stands as a whole.
    private(set) var choices: [Int: Int] = [:]
    private(set) var endings: [AnswerEnding] = []
    private(set) var interrupted: [Int] = []
    private(set) var finished: [Int] = []
    private(set) var isLast = false
    private(set) var isFailure = false

    init(form: AnswerForm) { self.form = form }

    private var wantsJSON: Bool { form == .json }

    private mutating func add(
        _ node: Int?, of tape: JSONTape, output: Int, part: Int = 0, _ field: String, isJSON: Bool = false,
        choice: Int? = nil
    ) {
        guard let node, tape.kind(node) == .string else { return }
        if form == .prose { choices[node] = choice }
        pieces[node] = AnswerChannel(output: output, part: part, field: field, isJSON: isJSON)
    }

    /// Declares that the choice says in this string, as a whole, the last that it says.
    mutating func add(lastWords node: Int?, of choice: Int) {
        guard let node, form == .prose else { return }
        choices[node] = choice
    }

    /// Declares that the answer ends with an error.
    private mutating func fail() {
        endings.append(.all)
        isFailure = true
    }

    static func holdsValue(_ name: String, of object: Int, in tape: JSONTape) -> Bool {
        guard let value = tape.member(name, of: object), tape.kind(value) != .null else { return false }
        // Some servers send an empty reason with each piece, where others send null.
        return tape.kind(value) != .string || !tape.text(value).isEmpty
    }
}

// MARK: - Chat completions

extension AnswerParts {
    mutating func readChatCompletionChunk(_ tape: JSONTape) throws(WireError) {
        guard let list = tape.member("choices", of: JSONTape.root) else {
            guard Self.holdsValue("error", of: JSONTape.root, in: tape) else { throw .notAnAnswer }
            return fail()
        }
        guard tape.kind(list) == .array else { throw .notAnAnswer }
        for (place, choice) in tape.elements(list).enumerated() {
            guard tape.kind(choice) == .object else { throw .notAnAnswer }
            let index = tape.member("index", of: choice).flatMap(tape.integer) ?? place
            if Self.holdsValue("finish_reason", of: choice, in: tape) {
                endings.append(.output(index))
                finished.append(index)
            }
            guard let delta = tape.member("delta", of: choice), tape.kind(delta) == .object else { continue }
            readDelta(delta, of: tape, output: index)
        }
    }

    private mutating func readDelta(_ delta: Int, of tape: JSONTape, output: Int) {
        for (key, value) in tape.members(delta) {
            if tape.kind(value) == .string, !tape.isText(key, "role") {
                let name = String(decoding: tape.text(key), as: UTF8.self)
                add(
                    value, of: tape, output: output, name, isJSON: wantsJSON && name == "content",
                    choice: name == "content" ? output : nil)
            } else if tape.isText(key, "tool_calls"), tape.kind(value) == .array {
                interrupted.append(output)
                for (place, call) in tape.elements(value).enumerated() {
                    readToolCall(call, at: place, of: tape, output: output)
                }
            } else if tape.isText(key, "function_call"), tape.kind(value) == .object {
                interrupted.append(output)
                add(
                    tape.member("arguments", of: value), of: tape, output: output, "function_call",
                    isJSON: true)
            }
        }
    }

    private mutating func readToolCall(_ call: Int, at place: Int, of tape: JSONTape, output: Int) {
        let index = tape.member("index", of: call).flatMap(tape.integer) ?? place
        let function = tape.member("function", of: call)
        add(
            function.flatMap { tape.member("arguments", of: $0) }, of: tape, output: output, part: index,
            "arguments", isJSON: true)
        let custom = tape.member("custom", of: call)
        add(
            custom.flatMap { tape.member("input", of: $0) }, of: tape, output: output, part: index, "input")
    }
}

// MARK: - Responses

extension AnswerParts {
    mutating func readResponseEvent(_ tape: JSONTape) throws(WireError) {
        guard let node = tape.member("type", of: JSONTape.root), tape.kind(node) == .string else {
            throw .notAnAnswer
        }
        let type = tape.text(node)
        let output = number("output_index", in: tape) ?? 0
        let part = number("content_index", in: tape) ?? number("summary_index", in: tape) ?? 0
        if Self.ends(type, with: ".delta") {
            let isSource = Self.ends(type, with: "_arguments.delta")
            let isText = Self.ends(type, with: "output_text.delta")
            add(
                tape.member("delta", of: JSONTape.root), of: tape, output: output, part: part,
                String(decoding: type.dropLast(6), as: UTF8.self),
                isJSON: isSource || isText && wantsJSON, choice: isText ? 0 : nil)
        } else if Self.ends(type, with: "output_item.added") {
            // What a message says comes later, if anything.
            if !(tape.member("item", of: JSONTape.root).map(tape.isMessage) ?? false) {
                interrupted.append(0)
            }
        } else if Self.ends(type, with: "output_item.done") {
            endings.append(.output(output))
        } else if Self.ends(type, with: ".done") {
            endings.append(.part(output: output, part: part))
        } else if Self.lastTypes.contains(where: { type.elementsEqual($0.utf8) }) {
            endings.append(.all)
            finished.append(0)
            isLast = true
        } else if Self.failureTypes.contains(where: { type.elementsEqual($0.utf8) }) {
            fail()
        }
        add(lastWords: tape.repeatedWords(ofResponseEvent: JSONTape.root), of: 0)
    }

    private static let failureTypes = ["response.failed", "error"]
    private static let lastTypes = ["response.completed", "response.incomplete"]

    private static func ends(_ type: [UInt8], with suffix: String) -> Bool {
        type.count >= suffix.utf8.count && type.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    private func number(_ name: String, in tape: JSONTape) -> Int? {
        tape.member(name, of: JSONTape.root).flatMap(tape.integer)
    }
}

// MARK: - Messages

extension AnswerParts {
    mutating func readMessageEvent(_ tape: JSONTape) throws(WireError) {
        guard let type = tape.member("type", of: JSONTape.root), tape.kind(type) == .string else {
            throw .notAnAnswer
        }
        let index = number("index", in: tape) ?? 0
        if tape.isText(type, "content_block_delta") {
            guard let delta = tape.member("delta", of: JSONTape.root) else { throw .notAnAnswer }
            add(
                tape.member("text", of: delta), of: tape, output: index, "text", isJSON: wantsJSON,
                choice: 0)
            add(tape.member("partial_json", of: delta), of: tape, output: index, "partial_json", isJSON: true)
        } else if tape.isText(type, "content_block_start") {
            let block = tape.member("content_block", of: JSONTape.root)
            let text = block.flatMap { tape.text(ofPart: $0, type: "text") }
            // What a text says comes later, if anything.
            if !(text.map { tape.text($0).isEmpty } ?? false) { interrupted.append(0) }
        } else if tape.isText(type, "content_block_stop") {
            endings.append(.output(index))
        } else if tape.isText(type, "message_delta") || tape.isText(type, "message_stop") {
            endings.append(.all)
            finished.append(0)
            isLast = tape.isText(type, "message_stop")
        } else if tape.isText(type, "error") {
            fail()
        }
    }
}

// MARK: - Ollama

extension AnswerParts {
    mutating func readOllamaLine(_ tape: JSONTape) throws(WireError) {
        if let message = tape.member("message", of: JSONTape.root) {
            add(
                tape.member("content", of: message), of: tape, output: 0, "content", isJSON: wantsJSON,
                choice: 0)
            if tape.holdsElements("tool_calls", of: message) { interrupted.append(0) }
            add(tape.member("thinking", of: message), of: tape, output: 0, "thinking")
        } else if let text = tape.member("response", of: JSONTape.root) {
            add(text, of: tape, output: 0, "response", isJSON: wantsJSON, choice: 0)
            add(tape.member("thinking", of: JSONTape.root), of: tape, output: 0, "thinking")
        } else if Self.holdsValue("error", of: JSONTape.root, in: tape) {
            fail()
        } else {
            throw .notAnAnswer
        }
        if let done = tape.member("done", of: JSONTape.root), tape.kind(done) == .true {
            endings.append(.all)
            finished.append(0)
            isLast = true
        }
    }
}

// MARK: - Gemini

extension AnswerParts {
    mutating func readGeneratedContent(_ tape: JSONTape) throws(WireError) {
        // A prompt that the endpoint itself refuses gets no candidate.
        if let feedback = tape.member("promptFeedback", of: JSONTape.root) {
            isLast = Self.holdsValue("blockReason", of: feedback, in: tape)
        }
        if Self.holdsValue("error", of: JSONTape.root, in: tape) { fail() }
        guard let list = tape.member("candidates", of: JSONTape.root) else { return }
        guard tape.kind(list) == .array else { throw .notAnAnswer }
        for (place, candidate) in tape.elements(list).enumerated() {
            guard tape.kind(candidate) == .object else { throw .notAnAnswer }
            let index = tape.member("index", of: candidate).flatMap(tape.integer) ?? place
            if Self.holdsValue("finishReason", of: candidate, in: tape) {
                endings.append(.output(index))
                finished.append(index)
                isLast = true
            }
            guard let content = tape.member("content", of: candidate),
                let parts = tape.member("parts", of: content), tape.kind(parts) == .array
            else {
                continue
            }
            // A text goes on in the next event, wherever its part stands there; what is thought goes on by itself.
            for part in tape.elements(parts) where tape.kind(part) == .object {
                let isThought = tape.member("thought", of: part).map { tape.kind($0) == .true } ?? false
                add(
                    tape.member("text", of: part), of: tape, output: index, isThought ? "thought" : "text",
                    isJSON: wantsJSON && !isThought, choice: isThought ? nil : index)
                if tape.isFunctionCall(part) { interrupted.append(index) }
            }
        }
    }
}
