import ArgumentParser
import Detection
import Foundation

/// What everything that measures a model is given.
struct ModelArguments: ParsableArguments {
    @Argument(help: "The model.")
    private var model: String

    @Argument(help: "Files of annotated texts.")
    var files: [String]

    func readModel() throws -> NameModel {
        guard let read = NameModel(file: Array(try Data(contentsOf: URL(fileURLWithPath: model)))) else {
            throw ValidationError("\(model) is no model.")
        }
        return read
    }

    func readTexts() throws -> [AnnotatedText] {
        try files.flatMap { try AnnotatedText.read(URL(fileURLWithPath: $0)) }
    }
}
