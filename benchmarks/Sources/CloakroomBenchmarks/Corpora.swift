import Detection
import Foundation
import TestSupport

/// The texts that engines are timed on.
///
/// Made here from a seed, so that every machine times the same bytes.
struct Corpus {
    let name: String
    let bytes: [UInt8]

    static let sizes = [1_000, 10_000, 100_000, 300_000, 4_000_000]

    /// `examples` are the rules' own, one to a line; `adversarial` is what is hardest for each of the rules.
    static func all(examples: [[UInt8]], adversarial: [UInt8]) -> [Corpus] {
        let english = english(byteCount: 4_000_000)
        return sizes.map { Corpus(name: "English \(short($0))", bytes: Array(english.prefix($0))) } + [
            Corpus(name: "school prompts 300 K", bytes: schoolPrompts(examples, byteCount: 300_000)),
            Corpus(
                name: "rule examples 300 K",
                bytes: repeated(examples.flatMap { $0 + [UInt8(ascii: "\n")] }, byteCount: 300_000)),
            Corpus(name: "disguised 300 K", bytes: disguised(Array(english.prefix(300_000)))),
            Corpus(name: "JSON 300 K", bytes: repeated(json, byteCount: 300_000)),
            Corpus(name: "adversarial", bytes: adversarial),
            Corpus(name: "digits 300 K", bytes: repeated(Array("1234 5678 9012 ".utf8), byteCount: 300_000)),
            Corpus(
                name: "e-mail-like 300 K", bytes: repeated(Array("a.b-c@d.e_f ".utf8), byteCount: 300_000)),
            Corpus(name: "capitals 300 K", bytes: repeated(Array("Ab Ab ".utf8), byteCount: 300_000)),
        ] + (own.map { [Corpus(name: "own text 300 K", bytes: repeated($0, byteCount: 300_000))] } ?? [])
    }

    /// The text in the file that `CLOAKROOM_TEXT` names, to time what one's own staff write; nil without it.
    static var own: [UInt8]? {
        let path = ProcessInfo.processInfo.environment["CLOAKROOM_TEXT"]
        return path.flatMap { FileManager.default.contents(atPath: $0) }.map { Array($0) }
    }

    /// Prose with one of the rules' examples after every ninety bytes of it or so.
    ///
    /// That many findings a byte the annotated texts of schools have too.
    static func schoolPrompts(_ examples: [[UInt8]], byteCount: Int) -> [UInt8] {
        var random = SplitMix64(seed: 20)
        var out: [UInt8] = []
        out.reserveCapacity(byteCount + 1_000)
        var sentences = english(byteCount: byteCount).split(separator: UInt8(ascii: "."))[...]
        while out.count < byteCount, let sentence = sentences.popFirst() {
            out += sentence + Array(". ".utf8)
            if let example = examples.randomElement(using: &random) { out += example }
        }
        return Array(out.prefix(byteCount))
    }

    /// The text with one word in ten disguised, in every way that suits a word.
    private static func disguised(_ text: [UInt8]) -> [UInt8] {
        let disguises = Disguise.all.filter { $0.kind == .deterministic && $0.subject == .anything }
        var random = SplitMix64(seed: 10)
        var out: [UInt8] = []
        for word in text.split(separator: UInt8(ascii: " ")) {
            let isDisguised = Int.random(in: 0..<10, using: &random) == 0
            let disguise = isDisguised ? disguises.randomElement(using: &random) : nil
            let word = String(decoding: word, as: UTF8.self)
            out += Array((disguise?.apply(word) ?? word).utf8) + [UInt8(ascii: " ")]
        }
        return out
    }

    private static func short(_ count: Int) -> String {
        count < 1_000_000 ? "\(count / 1_000) K" : "\(count / 1_000_000) M"
    }

    static func repeated(_ bytes: [UInt8], byteCount: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(byteCount + bytes.count)
        while out.count < byteCount { out += bytes }
        return Array(out.prefix(byteCount))
    }

    private static let json = Array(
        #"{"id":48213,"name":"resource","tags":["alpha","beta"],"score":0.8125,"ok":true,"note":"see section 4"},"#
            .utf8
    )

    /// Sentences of common words, with the lengths, capitals and marks of prose, and now and then a number.
    static func english(byteCount: Int) -> [UInt8] {
        let words = """
            the of and to in that is was for it with as his on be at by had not are but from or have an they which one \
            you were all her she there would their we him been has when who will no more if out so said what up its \
            about than into them can only other time new some could these two may first then do any like my now over \
            such our man me even most made after also did many before must well back through years much where your way \
            down should because long each just state those people too mister little school lesson pupils teacher class \
            reading writing science history story chapter question answer example paragraph sentence letter number \
            week morning afternoon afterwards government everything together understand important different language
            """.split(separator: " ").map { Array($0.utf8) }
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var out: [UInt8] = []
        out.reserveCapacity(byteCount + 100)
        var isSentenceStart = true
        while out.count < byteCount {
            var word = words[next(words.count)]
            if next(60) == 0 { word = Array("\(next(2_000))".utf8) }
            if isSentenceStart || next(25) == 0 { word[0] = word[0] >= 0x61 ? word[0] - 0x20 : word[0] }
            out += word
            isSentenceStart = next(14) == 0
            out += Array((isSentenceStart ? ". " : next(12) == 0 ? ", " : " ").utf8)
        }
        return out
    }
}
