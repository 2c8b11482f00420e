import Foundation
import Glibc

/// A TCP listener on loopback whose queue is full: further connections stay in the making.
///
/// Linux completes one connection more than the backlog and leaves the rest unanswered.
final class FullListener {
    let port: Int
    private let listening: Socket
    private var filling: [Socket] = []

    init() throws {
        listening = try Socket()
        port = try listening.listen(backlog: 0)
        for _ in 0..<4 {
            let socket = try Socket()
            socket.startConnecting(to: port)
            filling.append(socket)
        }
    }

    /// Accepts what is queued and counts the bytes of connections that are not our own filling.
    func receivedByteCount() -> Int {
        filling = []
        var count = 0
        while let connection = listening.acceptNow() { count += connection.readNow().count }
        return count
    }
}

/// A TCP listener that takes a request and never answers it.
final class SilentListener {
    let port: Int
    private let listening: Socket
    private var connection: Socket?

    init() throws {
        listening = try Socket()
        port = try listening.listen(backlog: 8)
    }

    /// Waits for a connection and returns what arrives on it, up to the end of the JSON.
    func receiveRequest() throws -> String {
        let connection = try listening.accept()
        self.connection = connection
        var bytes: [UInt8] = []
        while !bytes.contains(UInt8(ascii: "}")) || !bytes.suffix(2).elementsEqual("]}".utf8) {
            let more = connection.read()
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A thin wrapper around a socket's file descriptor, closed when it goes.
final class Socket {
    struct Failed: Error {}

    private var descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed() }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close() }

    /// Ends the connection; a second time does nothing.
    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return address
    }

    /// Listens on a free port and returns it.
    func listen(backlog: Int32) throws -> Int {
        var address = Self.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let isBound = unsafe bind(descriptor, address, size) == 0
                return unsafe isBound && getsockname(descriptor, address, &size) == 0
            }
        }
        guard bound, Glibc.listen(descriptor, backlog) == 0 else { throw Failed() }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Starts a connection and does not wait for it.
    func startConnecting(to port: Int) {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = connectNow(to: port)
    }

    func connect(to port: Int) throws {
        guard connectNow(to: port) == 0 else { throw Failed() }
    }

    private func connectNow(to port: Int) -> Int32 {
        var address = Self.loopback(port)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    func accept() throws -> Socket {
        let connection = Glibc.accept(descriptor, nil, nil)
        guard connection >= 0 else { throw Failed() }
        return Socket(descriptor: connection)
    }

    /// A queued connection, or nil when there is none.
    func acceptNow() -> Socket? {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return try? accept()
    }

    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        }
        return Array(buffer.prefix(max(0, count)))
    }

    /// What is there already.
    func readNow() -> [UInt8] {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return read()
    }
}
