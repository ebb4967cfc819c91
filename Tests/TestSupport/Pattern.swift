/// Whether a line fits a pattern, in which `…` is any text.
public func matches(_ line: String, _ pattern: String) -> Bool {
  let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
  guard parts.count > 1 else { return line == pattern }
  var rest = line[...]
  for (index, part) in parts.enumerated() {
    if index == 0 {
      guard rest.hasPrefix(part) else { return false }
      rest = rest.dropFirst(part.count)
    } else if index == parts.count - 1 {
      return rest.hasSuffix(part)
    } else {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
  }
  return true
}
