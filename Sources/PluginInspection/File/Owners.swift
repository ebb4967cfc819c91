import Glibc
import Linux

/// The names of users, each looked up once.
struct Owners {
  private var names: [uid_t: String] = [:]
  /// Of a user's entry, in bytes; a longer one's number is told instead.
  private static let longestEntry = 16 << 10

  mutating func name(of user: uid_t) -> String {
    if let name = names[user] { return name }
    let name = Self.lookUp(user) ?? "user \(user)"
    names[user] = name
    return name
  }

  /// See getpwuid_r(3).
  private static func lookUp(_ user: uid_t) -> String? {
    var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
    var buffer = [CChar](repeating: 0, count: longestEntry)
    return buffer.withUnsafeMutableBufferPointer { text in
      guard let start = text.baseAddress, getpwuid_r(user, &entry, start, text.count, &found) == 0, found != nil,
        let name = entry.pw_name
      else { return nil }
      return Words.name(UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) }, atMost: 32)
    }
  }
}
