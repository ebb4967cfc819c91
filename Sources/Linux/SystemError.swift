import Glibc

/// A system call that said no.
public struct SystemError: Error, Equatable, CustomStringConvertible {
  public let call: String
  public let number: Int32

  public init(_ call: String, number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  /// The errno's words, in lower case: "permission denied".
  public var reason: String { String(cString: strerror(number)).lowercased() }

  /// "fork: Resource temporarily unavailable".
  public var description: String { call + ": " + String(cString: strerror(number)) }
}
