import Foundation

/// The terminal that somebody sits at.
///
/// One of the files that call C: nothing else of Linux's can ask for a line without showing it.
enum Terminal {
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks for a line and does not show what is typed.
    ///
    /// Ctrl-C ends the line, not the program, which would leave the terminal silent.
    ///
    /// - Returns: Nil where somebody gave up, or there is no terminal.
    static func askSilently(_ question: String) -> String? {
        var usual = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &usual) == 0 else { return nil }
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        silent.c_cc.11 = interrupt  // VEOL: one more character that ends a line
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
            tell("")
        }
        FileHandle.standardError.write(Data(question.utf8))
        let line = FileHandle.standardInput.availableData
        guard !line.contains(interrupt) else { return nil }
        return String(validating: line, as: UTF8.self)
    }

    private static let interrupt: UInt8 = 3

    /// A stranger's text as it may be shown: what would steer the terminal, or turn the direction of writing, is spelled out.
    static func harmless(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n" && scalar != "\t", .format, .lineSeparator,
                .paragraphSeparator:
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
