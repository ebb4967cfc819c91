/// A fine function under another name.
public func YourFunction(_ input: String) throws -> Int {
  input.count
}
