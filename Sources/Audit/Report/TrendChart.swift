/// Three rows of bars over one line of time: what was forwarded unchanged, forwarded with data replaced, and blocked.
///
/// Rows rather than colours: each has a scale of its own, so that few blocks are seen beside many prompts, and paper without
/// colours loses nothing. Text is at least 4.5 to 1 against white, bars and lines at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
struct TrendChart: Sendable {
    private struct Panel {
        let title: String
        let values: [Int]
    }

    private static let (width, left, right, panelHeight, panelGap) = (720.0, 62.0, 8.0, 80.0, 28.0)

    let trend: Trend
    let title: String

    var svg: HTML {
        let panels = [
            Panel(title: "Forwarded unchanged", values: trend.points.map(\.verdicts.unchanged)),
            Panel(
                title: "Forwarded with personal data replaced", values: trend.points.map(\.verdicts.replaced)),
            Panel(title: "Blocked for what was found", values: trend.points.map(\.verdicts.blocked)),
        ]
        let height = Double(panels.count) * (Self.panelHeight + Self.panelGap) + 24
        let rows = panels.enumerated().map { panel($0.element, at: Double($0.offset)) }
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" aria-labelledby="trend-title trend-text">
            <title id="trend-title">\(title)</title>
            <desc id="trend-text">\(description(panels))</desc>
            \(HTML(joining: rows))
            \(labels(y: height - 8))
            </svg>
            """
    }

    /// What somebody who does not see it is told; the table has all the numbers.
    private func description(_ panels: [Panel]) -> String {
        let parts = panels.map { panel -> String in
            guard let most = panel.values.max(), most > 0,
                let index = panel.values.firstIndex(of: most)
            else { return "\(panel.title): none." }
            let words = trend.words(trend.points[index])
            return
                "\(panel.title): at most \(ReportWords.number(most)) in a \(trend.step.rawValue) (\(words))."
        }
        return parts.joined(separator: " ") + " The table that follows has every number."
    }

    private var slot: Double { (Self.width - Self.left - Self.right) / Double(max(1, trend.points.count)) }

    private func panel(_ panel: Panel, at index: Double) -> HTML {
        let top = index * (Self.panelHeight + Self.panelGap) + 26
        let bottom = top + Self.panelHeight - 14
        let scale = Scale(max: panel.values.max() ?? 0)
        let lines = scale.ticks.map { tick -> HTML in
            let y = Self.text(bottom - (bottom - top) * Double(tick) / Double(scale.top))
            return """
                <line class="grid" x1="\(Self.text(Self.left))" x2="\(Self.text(Self.width - Self.right))" y1="\(y)" y2="\(y)"/>\
                <text class="tick" x="\(Self.text(Self.left - 6))" y="\(y)" dy="4">\(ReportWords.number(tick))</text>
                """
        }
        let bars = panel.values.enumerated().compactMap { offset, value -> HTML? in
            guard value > 0 else { return nil }
            // Something is never drawn as nothing.
            let height = max(1, (bottom - top) * Double(value) / Double(scale.top))
            let (x, width) = (Self.left + slot * (Double(offset) + 0.15), slot * 0.7)
            return """
                <rect class="bar" x="\(Self.text(x))" y="\(Self.text(bottom - height))" width="\(Self.text(width))" \
                height="\(Self.text(height))"/>
                """
        }
        return """
            <text class="panel" x="0" y="\(Self.text(top - 11))">\(panel.title)</text>
            \(HTML(joining: lines + bars))
            <line class="axis" x1="\(Self.text(Self.left))" x2="\(Self.text(Self.width - Self.right))" \
            y1="\(Self.text(bottom))" y2="\(Self.text(bottom))"/>
            """
    }

    /// As many as have room: a label needs about 52 units.
    private func labels(y: Double) -> HTML {
        let every = max(1, Int((52 / slot).rounded(.up)))
        let labels = trend.points.enumerated().compactMap { offset, point -> HTML? in
            guard offset.isMultiple(of: every) else { return nil }
            let x = Self.left + slot * (Double(offset) + 0.5)
            return """
                <text class="label" x="\(Self.text(min(max(x, 24), Self.width - 24)))" \
                y="\(Self.text(y))">\(trend.label(point))</text>
                """
        }
        return HTML(joining: labels)
    }

    /// One decimal place, with a point in every language.
    private static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// Round numbers from nothing to at least the largest value.
    struct Scale {
        let step: Int

        init(max value: Int) {
            var step = 1
            // 1, 2, 5, 10, 20, 50…, until three steps reach the value.
            var factors = [2, 5, 10].makeIterator()
            var power = 1
            while step * 3 < value {
                if let factor = factors.next() {
                    step = power * factor
                } else {
                    power *= 10
                    factors = [2, 5, 10].makeIterator()
                }
            }
            self.step = step
            ticks =
                value <= 0
                ? [0, 1] : Array(stride(from: 0, through: (value + step - 1) / step * step, by: step))
        }

        let ticks: [Int]

        var top: Int { ticks.last ?? 1 }
    }
}
