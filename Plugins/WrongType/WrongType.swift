/// Takes a number where Airlock has a text: refused before it is called.
public func MyFunction(_ input: Int) throws -> Int {
  input + 1
}
