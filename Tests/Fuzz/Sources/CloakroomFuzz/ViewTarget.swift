@testable import Detection

/// A view is made of any bytes at all, does not grow without bounds, and each byte of it leads back into the text.
enum ViewTarget {
    static func check(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let text = Array(input.dropFirst())
        let kinds = SuspicionKinds(rawValue: first)
        let view = CanonicalView(of: text.span, kinds: kinds)
        promise(view.bytes.count <= CanonicalView.growthMax * text.count, "a view grows without bounds")
        promise(view.isChanged || view.bytes == text, "a view that is not changed is the text")
        var last = 0
        for place in view.bytes.indices {
            let source = view.source(of: place..<place + 1)
            promise(!source.isEmpty, "a byte of a view comes from nothing")
            promise(source.lowerBound >= 0 && source.upperBound <= text.count, "… from outside the text")
            promise(source.lowerBound >= last, "… from before the byte before it")
            last = source.lowerBound
        }
        // The same memory, used again, shows the same.
        var again = CanonicalView()
        again.show(text.span, kinds: .rewritten)
        again.show(text.span, kinds: kinds)
        promise(again.bytes == view.bytes, "a view depends on the one before")
    }
}
