/// Reads past the end of an array.
public func MyFunction(_ input: String) throws -> Int {
  let lengths = input.split(separator: " ").map(\.count)
  return lengths[lengths.count]
}
