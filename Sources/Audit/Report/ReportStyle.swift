import Crypto
import Foundation

/// How a report looks, on a screen and on A4.
///
/// Black on white and greys that reach 4.5 to 1; nothing is told by colour alone. No fonts or pictures from elsewhere.
enum ReportStyle {
    static let css = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: #111;
          font: 1rem/1.5 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
        main, header, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 2rem; border-top: 0.5rem solid #1d3557; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.25rem; }
        h2 { font-size: 1.35rem; line-height: 1.25; margin: 2.5rem 0 0.5rem; padding-top: 0.75rem;
          border-top: 1px solid #6b7280; }
        p { margin: 0.5rem 0; max-width: 42rem; }
        .period { font-size: 1.1rem; color: #374151; margin: 0; }
        .note { font-size: 0.875rem; color: #374151; border-left: 3px solid #6b7280; padding-left: 0.75rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); gap: 0.75rem;
          margin: 1rem 0; padding: 0; }
        .figure { border: 1px solid #6b7280; border-radius: 0.25rem; padding: 0.75rem; margin: 0;
          display: flex; flex-direction: column; }
        .figure dt { font-weight: 600; order: 2; }
        .figure dd { margin: 0; order: 3; font-size: 0.875rem; color: #374151; }
        .figure dd.value { order: 1; font-size: 1.7rem; line-height: 1.2; font-weight: 700; color: #111;
          overflow-wrap: anywhere; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        .wide:focus { outline: 3px solid #1d3557; outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding-bottom: 0.35rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
          border-bottom: 1px solid #d1d5db; }
        thead th { vertical-align: bottom; border-bottom: 2px solid #111; font-weight: 600; }
        tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 9rem; }
        td { overflow-wrap: anywhere; min-width: 7rem; }
        .number, td.number { min-width: 0; text-align: right; padding-right: 0; padding-left: 0.6rem; white-space: nowrap; }
        thead .number { white-space: normal; }
        .hidden { color: #4b5563; font-style: italic; }
        svg { width: 100%; height: auto; margin: 0.75rem 0; display: block; }
        svg text { font-size: 12px; fill: #374151; }
        svg .panel { font-size: 13px; font-weight: 600; fill: #111; }
        svg .tick { text-anchor: end; }
        svg .label { text-anchor: middle; }
        svg .grid { stroke: #d1d5db; stroke-width: 1; }
        svg .axis { stroke: #111; stroke-width: 1; }
        svg .bar { fill: #1d3557; }
        footer { font-size: 0.875rem; color: #374151; margin-top: 2.5rem; padding-bottom: 2rem; }
        @page { size: A4; margin: 18mm 16mm 20mm; }
        @media print {
          body { font-size: 10.5pt; line-height: 1.4; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main, header, footer { max-width: none; padding: 0; }
          header { padding-top: 4mm; border-top-width: 2mm; }
          h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 8mm; }
          h2, h2 + p, caption { break-after: avoid; }
          h2 + p { break-inside: avoid; }
          svg { max-height: 62mm; }
          p { max-width: none; orphans: 3; widows: 3; }
          .figures { grid-template-columns: repeat(3, 1fr); gap: 3mm; }
          .figures, svg, tr, .note, .short { break-inside: avoid; }
          .note { break-before: avoid; }
          .figure dd.value { font-size: 16pt; }
          .wide { overflow: visible; }
          thead { display: table-header-group; }
          table { font-size: 9pt; }
          footer { margin-top: 5mm; padding-bottom: 0; }
        }
        """

    /// Names the style sheet, the only thing that the page may load.
    static var contentPolicy: String {
        let digest = Data(SHA256.hash(data: Data(css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'"
    }
}
