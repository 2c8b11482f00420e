/// Numbers that are written with dots, colons and slashes as a matter of course: dates, times, addresses of computers.
///
/// They are no identifiers that somebody pulled apart, and no part of one.
enum OrdinaryNumbers {
    /// Where the date, time or address ends that starts at a place, where a word must start; nil if none does.
    static func end(in text: Span<UInt8>, at start: Int) -> Int? {
        if let end = hardwareAddress(text, start) { return end }
        let first = number(text, start)
        let sign = text.byte(first.end)
        guard first.count > 0, first.count <= 4, isSign(sign) else { return nil }
        let second = number(text, first.end + 1)
        guard second.count > 0, second.count <= 3 else { return nil }
        let hasThird = text.byte(second.end) == sign
        let third = hasThird ? number(text, second.end + 1) : (value: 0, count: 0, end: second.end)
        if sign == UInt8(ascii: ":"), !hasThird { return time(text, first, second) }
        guard third.count > 0 else { return nil }
        if text.byte(third.end) == sign { return sign == UInt8(ascii: ".") ? address(text, start) : nil }
        guard isEnd(text, third.end) else { return nil }
        if sign == UInt8(ascii: ":"), first.value < 24, second.value < 60, third.value < 60, third.count == 2
        {
            return third.end
        }
        return isDate(first, second, third) ? third.end : nil
    }

    private typealias Number = (value: Int, count: Int, end: Int)

    /// The digits from a place on, at most five.
    private static func number(_ text: Span<UInt8>, _ start: Int) -> Number {
        var value = 0
        var end = start
        while end - start < 5, text.byte(end).isASCIIDigit {
            value = value * 10 + Int(text[end] - 0x30)
            end += 1
        }
        return (value, end - start, end)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: "-")
    }

    private static func isEnd(_ text: Span<UInt8>, _ place: Int) -> Bool {
        !text.byte(place).isASCIILetterOrDigit
    }

    private static func time(_ text: Span<UInt8>, _ hour: Number, _ minute: Number) -> Int? {
        guard hour.value < 24, hour.count <= 2, minute.value < 60, minute.count == 2, isEnd(text, minute.end)
        else {
            return nil
        }
        return minute.end
    }

    /// Day, month and year in one of the usual orders.
    private static func isDate(_ first: Number, _ second: Number, _ third: Number) -> Bool {
        guard (1...12).contains(second.value) || (1...12).contains(first.value), second.count <= 2 else {
            return false
        }
        if first.count == 4 { return (1...31).contains(third.value) && third.count <= 2 }
        return (1...31).contains(first.value) && (1...31).contains(second.value)
            && (third.count == 2 || third.count == 4)
    }

    /// Four numbers below 256.
    ///
    /// Source: RFC 3986, section 3.2.2, IPv4address.
    private static func address(_ text: Span<UInt8>, _ start: Int) -> Int? {
        var place = start
        for index in 0..<4 {
            let number = number(text, place)
            guard number.count > 0, number.count <= 3, number.value < 256 else { return nil }
            guard index < 3 else {
                let goesOn =
                    text.byte(number.end) == UInt8(ascii: ".") && text.byte(number.end + 1).isASCIIDigit
                return isEnd(text, number.end) && !goesOn ? number.end : nil
            }
            guard text.byte(number.end) == UInt8(ascii: ".") else { return nil }
            place = number.end + 1
        }
        return nil
    }

    /// Six pairs of hexadecimal digits with colons or hyphens between them, one of them with a letter.
    ///
    /// Source: IEEE 802, section 8.
    private static func hardwareAddress(_ text: Span<UInt8>, _ start: Int) -> Int? {
        let sign = text.byte(start + 2)
        guard sign == UInt8(ascii: ":") || sign == UInt8(ascii: "-") else { return nil }
        var holdsLetter = false
        for pair in 0..<6 {
            let place = start + 3 * pair
            guard text.byte(place).hexadecimalValue != nil, text.byte(place + 1).hexadecimalValue != nil,
                pair == 5 || text.byte(place + 2) == sign
            else { return nil }
            if text[place].isASCIILetter || text[place + 1].isASCIILetter { holdsLetter = true }
        }
        let end = start + 17
        return holdsLetter && isEnd(text, end) && text.byte(end) != sign ? end : nil
    }
}
