import Glibc

/// Whom this process works for.
public enum User {
  /// The login name, whatever the environment says: getpwuid_r(3), which may ask a directory service and wait for it. A
  /// user without one is "uid 1000".
  public static var name: String {
    let user = geteuid()
    let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer -> String? in
      guard let start = buffer.baseAddress else { return nil }
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard getpwuid_r(user, &entry, start, buffer.count, &found) == 0, found != nil,
        let name = entry.pw_name
      else { return nil }
      return String(cString: name)
    }
    return name.flatMap { $0.isEmpty ? nil : $0 } ?? "uid \(user)"
  }

  /// For all strings of an entry, in bytes.
  private static let capacity = 16 << 10
}
