import Foundation

/// An error as OpenAI's clients expect it; theirs is the shape, `cloakroom` is ours.
struct ErrorBody: Encodable {
    struct Content: Encodable {
        let message: String
        let type: String
        let param: String?
        let code: String
        let status: Int
        let innererror: InnerError?
        let cloakroom: Detail
    }

    /// Azure's place for the reason of a block; some clients look only here.
    struct InnerError: Encodable {
        struct ContentFilterResult: Encodable {
            struct Blocklists: Encodable {
                struct Detail: Encodable {
                    let id: String
                    let filtered: Bool
                }

                let filtered: Bool
                let details: [Detail]
            }

            let customBlocklists: Blocklists

            enum CodingKeys: String, CodingKey {
                case customBlocklists = "custom_blocklists"
            }
        }

        let code: String
        let contentFilterResult: ContentFilterResult

        enum CodingKeys: String, CodingKey {
            case code
            case contentFilterResult = "content_filter_result"
        }
    }

    struct Detail: Encodable {
        struct FoundRule: Encodable {
            let rule: String
            let place: String
            let count: Int

            enum CodingKeys: String, CodingKey {
                case rule
                case place = "where"
                case count
            }
        }

        let ref: String
        let action: String
        let findings: [FoundRule]
    }

    let error: Content

    func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // Every field is a string, a number or a list of such: encoding cannot fail.
        guard let bytes = try? encoder.encode(self) else {
            return Array(#"{"error":{"message":"error"}}"#.utf8)
        }
        return Array(bytes)
    }
}

extension ErrorBody {
    init(_ error: GatewayError, ref: String) {
        self.init(
            error: Content(
                message: "\(error.message) Ref \(ref)", type: error.type, param: error.param,
                code: error.code,
                status: error.status, innererror: nil,
                cloakroom: Detail(ref: ref, action: "refuse", findings: [])
            )
        )
    }

    init(_ block: BlockMessage, ref: String, param: String) {
        let details = Set(block.found.map(\.rule)).sorted().map {
            InnerError.ContentFilterResult.Blocklists.Detail(id: $0, filtered: true)
        }
        self.init(
            error: Content(
                message: "\(block.text) Ref \(ref)", type: "invalid_request_error", param: param,
                code: "content_filter", status: 400,
                innererror: InnerError(
                    code: "ResponsibleAIPolicyViolation",
                    contentFilterResult: .init(customBlocklists: .init(filtered: true, details: details))
                ),
                cloakroom: Detail(ref: ref, action: "block", findings: block.found)
            )
        )
    }
}
