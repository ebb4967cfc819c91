/// How many words the text has.
public func MyFunction(_ input: String) throws -> Int {
  input.split(whereSeparator: \.isWhitespace).count
}
