/// A report as one page of HTML that needs nothing else: no scripts, no pictures, nothing from elsewhere.
enum ReportPage {
    static func html(_ report: ReportDocument) -> String {
        let sections = report.sections.enumerated().map { section($0.element, $0.offset) }
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="\(HTML(stringLiteral: ReportStyle.contentPolicy))">
            <meta name="referrer" content="no-referrer">
            <title>\(report.title), \(report.period)</title>
            <style>\(HTML(stringLiteral: ReportStyle.css))</style>
            </head>
            <body>
            <header>
            <h1>\(report.title)</h1>
            <p class="period">\(report.period)</p>
            </header>
            <main>
            <p>\(report.introduction)</p>
            \(HTML(joining: sections))
            </main>
            <footer>
            <p>\(report.source)</p>
            </footer>
            </body>
            </html>

            """
        return page.text
    }

    /// A table of so many rows is not torn apart on paper.
    private static let shortRowCountMax = 15

    private static func section(_ section: ReportDocument.Section, _ index: Int) -> HTML {
        """
        <section aria-labelledby="section-\(index + 1)">
        <h2 id="section-\(index + 1)">\(section.title)</h2>
        \(HTML(joining: section.blocks.map(block)))
        </section>
        """
    }

    private static func block(_ block: ReportDocument.Block) -> HTML {
        switch block {
        case .paragraph(let text): "<p>\(text)</p>"
        case .note(let text): "<p class=\"note\">\(text)</p>"
        case .figures(let figures): "<dl class=\"figures\">\n\(HTML(joining: figures.map(figure)))\n</dl>"
        case .chart(let chart): chart.svg
        case .table(let table): html(table)
        }
    }

    private static func figure(_ figure: ReportDocument.Figure) -> HTML {
        """
        <div class="figure"><dt>\(figure.label)</dt><dd class="value">\(figure.value)</dd>\
        <dd>\(figure.meaning)</dd></div>
        """
    }

    private static func html(_ table: ReportTable) -> HTML {
        guard !table.rows.isEmpty else {
            return "<p><strong>\(table.caption).</strong> \(table.whenEmpty)</p>"
        }
        let head = table.columns.map { column -> HTML in
            "<th scope=\"col\"\(attribute(column.isNumber))>\(column.title)</th>"
        }
        let rows = table.rows.map { row -> HTML in
            let cells = row.enumerated().map {
                cell($0.element, isFirst: $0.offset == 0, table.columns[$0.offset])
            }
            return "<tr>\(HTML(joining: cells, by: ""))</tr>"
        }
        // Reached by keyboard, because it may have to be scrolled.
        return """
            <div class="wide\(table.rows.count <= shortRowCountMax ? " short" : "")" role="region" aria-label="\(table.caption)" tabindex="0">
            <table>
            <caption>\(table.caption)</caption>
            <thead><tr>\(HTML(joining: head, by: ""))</tr></thead>
            <tbody>
            \(HTML(joining: rows))
            </tbody>
            </table>
            </div>
            """
    }

    private static func cell(_ cell: ReportTable.Cell, isFirst: Bool, _ column: ReportTable.Column) -> HTML {
        let content: HTML =
            switch cell {
            case .text(let text): "\(text)"
            case .number(let number): "\(ReportWords.number(number))"
            case .hidden(let text): "<span class=\"hidden\">\(text)</span>"
            }
        return isFirst
            ? "<th scope=\"row\">\(content)</th>" : "<td\(attribute(column.isNumber))>\(content)</td>"
    }

    private static func attribute(_ isNumber: Bool) -> HTML { isNumber ? " class=\"number\"" : "" }
}
