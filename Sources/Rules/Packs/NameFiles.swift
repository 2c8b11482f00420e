import Crypto
import Detection
import Foundation
import Synchronization

/// The name model and the lists of public names of a rules folder.
struct NameFiles {
    private let model: Data?
    private let lexicons: [(name: String, text: Data)]

    init(_ folder: String) {
        model = FileManager.default.contents(atPath: folder + "/models/names.model")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/lexicons")) ?? []
        lexicons = names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/lexicons/\(name)").map { (name, $0) }
        }
    }

    /// Nil without a model, or if the file is none.
    var finder: NameFinder? {
        guard let model else { return nil }
        var hash = SHA256()
        update(&hash)
        let digest = Array(hash.finalize())
        return Self.last.withLock { last in
            if let last, last.digest == digest { return last.finder }
            let finder = NameFinder(
                model: Array(model), publicNames: names { $0 != Self.eponyms },
                eponyms: names { $0 == Self.eponyms })
            if let finder { last = (digest, finder) }
            return finder
        }
    }

    /// The last finder that was made: rules change often, the model seldom, and to make one takes as long as all rules.
    private static let last = Mutex<(digest: [UInt8], finder: NameFinder)?>(nil)

    /// The list of what is called after somebody.
    private static let eponyms = "eponyms.txt"

    /// One name a line; behind `~` stands one that means somebody public on its own, `#` starts a comment.
    private func names(of isWanted: (String) -> Bool) -> [String] {
        lexicons.filter { isWanted($0.name) }.flatMap { lexicon in
            String(decoding: lexicon.text, as: UTF8.self).split(separator: "\n").compactMap { line in
                guard !line.hasPrefix("#") else { return nil }
                let name = line.hasPrefix("~") ? line.dropFirst() : line
                return name.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// They are part of what judges, so the digest of the rules covers them.
    func update(_ hash: inout SHA256) {
        if let model { hash.update(data: model) }
        for lexicon in lexicons {
            hash.update(data: Data("\(lexicon.name) \(lexicon.text.count)\n".utf8))
            hash.update(data: lexicon.text)
        }
    }
}
