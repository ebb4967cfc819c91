/// Why a test cannot go on: what was waited for, and what the screen showed instead.
public struct Failure: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
