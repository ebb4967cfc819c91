enum PickyError: Error, CustomStringConvertible {
  case tooShort(Int)

  var description: String {
    switch self {
    case .tooShort(let count): "input is too short: \(count) of 10 characters"
    }
  }
}

/// The length of the text; an error if it is under ten characters.
public func MyFunction(_ input: String) throws -> Int {
  guard input.count >= 10 else { throw PickyError.tooShort(input.count) }
  return input.count
}
