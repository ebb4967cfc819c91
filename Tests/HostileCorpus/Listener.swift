import Glibc

/// Somebody who can be called: by TCP and UDP over IPv4 and, where there is one, IPv6, at one port; by stream and datagram
/// at two paths; and at an abstract name.
final class Listener {
  private(set) var port: UInt16 = 0
  private var sockets: [(name: String, descriptor: Int32, isStream: Bool)] = []

  /// - Parameter folder: Where the sockets with paths are made: `socket` and `datagrams`.
  init(folder: String) throws {
    try add(local: folder + "/socket", Self.stream)
    try add(local: folder + "/datagrams", Self.datagram)
    for attempt in 1... {
      do {
        port = try Self.freePort()
        try listenAtPort()
        break
      } catch  where attempt < 20 {}  // somebody else has taken it meanwhile
    }
  }

  deinit { for socket in sockets { close(socket.descriptor) } }

  private static let stream = Int32(SOCK_STREAM.rawValue)
  private static let datagram = Int32(SOCK_DGRAM.rawValue)

  private func listenAtPort() throws {
    for type in [Self.stream, Self.datagram] {
      var v4 = sockaddr_in()
      v4.sin_family = sa_family_t(AF_INET)
      v4.sin_port = port.bigEndian
      v4.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      try add("127.0.0.1:\(port)", type, v4, MemoryLayout<sockaddr_in>.size)
      var v6 = sockaddr_in6()
      v6.sin6_family = sa_family_t(AF_INET6)
      v6.sin6_port = port.bigEndian
      v6.sin6_addr = in6addr_loopback
      try? add("[::1]:\(port)", type, v6, MemoryLayout<sockaddr_in6>.size)  // a machine may do without IPv6
    }
    try add(local: "\0airlock-\(port)", Self.stream)
  }

  /// Who has called since this was last asked.
  var calls: [String] {
    sockets.compactMap { socket in
      var byte: UInt8 = 0
      if socket.isStream {
        let caller = accept(socket.descriptor, nil, nil)
        if caller >= 0 { close(caller) }
        return caller >= 0 ? "somebody connected to \(socket.name)" : nil
      }
      return recv(socket.descriptor, &byte, 1, 0) >= 0 ? "somebody sent to \(socket.name)" : nil
    }
  }

  private func add(local name: String, _ type: Int32) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8.prefix($0.count - 1)) }
    // An abstract name has no end but that of the address.
    let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + name.utf8.count + (name.first == "\0" ? 0 : 1)
    try add(name.first == "\0" ? "@" + name.dropFirst() : name, type, address, length)
  }

  private func add<Address>(_ name: String, _ type: Int32, _ address: Address, _ length: Int) throws {
    let isStream = type == Self.stream
    try withUnsafePointer(to: address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let descriptor = socket(
          Int32(address.pointee.sa_family),
          type | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0, bind(descriptor, address, socklen_t(length)) == 0,
          !isStream || listen(descriptor, 64) == 0
        else {
          let reason = String(cString: strerror(errno))
          if descriptor >= 0 { close(descriptor) }
          throw CannotListen(name: name, reason: reason)
        }
        sockets.append((name, descriptor, isStream))
      }
    }
  }

  struct CannotListen: Error {
    let name: String
    let reason: String
  }

  /// One that nobody listens at now.
  private static func freePort() throws -> UInt16 {
    let probe = socket(AF_INET, stream, 0)
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
      }
    }
    guard isBound else { throw CannotListen(name: "any port", reason: String(cString: strerror(errno))) }
    return UInt16(bigEndian: address.sin_port)
  }
}
