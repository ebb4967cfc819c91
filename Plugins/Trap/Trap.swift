/// Ends in a trap, as a broken promise of the author's does.
public func MyFunction(_ input: String) throws -> Int {
  fatalError("no plan for \(input)")
}
