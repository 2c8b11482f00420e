import Audit
import HTTPTypes
import Hummingbird
import Logging
import Wire

/// The declared routes.
///
/// Everything else is answered 404 by `UndeclaredRoutes`, never passed on.
func gatewayRouter(_ parts: GatewayParts) -> Router<GatewayContext> {
    let router = Router(context: GatewayContext.self)
    router.add(middleware: UndeclaredRoutes(logger: parts.logger))
    for route in ClientRoute.all {
        router.post(RouterPath(route.path)) { request, context in
            let model = context.parameters.get("model")
            return await parts.exchange(route.surface, path: route.path, model: model)
                .answer(request, context)
        }
    }
    for path in ClientRoute.geminiPaths {
        router.post(RouterPath(path)) { request, context in
            guard let call = context.parameters.get("model").flatMap(GeminiCall.init) else {
                throw HTTPError(.notFound)
            }
            return await parts.exchange(call.surface, path: path, model: call.model)
                .answer(request, context)
        }
    }
    for question in DryRunHandler.Question.allCases {
        router.post(RouterPath(question.path)) { request, context in
            await DryRunHandler(
                question: question, snapshot: parts.snapshots.current, reader: parts.reader,
                limits: parts.limits
            ).answer(request, context)
        }
    }
    addModelRoutes(to: router, parts)
    return router
}

private func addModelRoutes(to router: Router<GatewayContext>, _ parts: GatewayParts) {
    for path in ClientRoute.modelPaths {
        router.get(RouterPath(path)) { request, context in
            ModelsHandler(snapshot: parts.snapshots.current, reader: parts.reader)
                .answer(request, context)
        }
    }
}

extension GatewayParts {
    var reader: RequestReader { RequestReader(callers: callers, limits: limits) }

    /// What answers one request.
    fileprivate func exchange(_ surface: Surface, path: String, model: String?) -> ExchangeHandler {
        ExchangeHandler(
            surface: surface, route: path, model: model, snapshot: snapshots.current, reader: reader,
            attachments: AttachmentReader(extractor: extractor, limits: limits), upstream: upstream,
            audit: audit, detail: detail, limits: limits, logger: logger)
    }
}

/// Answers what no route takes in the shape that clients read.
struct UndeclaredRoutes: RouterMiddleware {
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request,
        context: GatewayContext,
        next: @concurrent (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let exchange = ExchangeRef()
            logger.info("refused", metadata: ["ref": "\(exchange)", "label": "route_unknown"])
            return .refusal(.routeUnknown, exchange, to: ClientRoute.family(ofPath: request.uri.path))
        }
    }
}
