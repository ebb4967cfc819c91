/// Go's names of functions as its linker writes them.
public enum GoSymbol {
  /// "MyFunction" of `plugin/unnamed-4b7f….MyFunction`, "gopkg.in/yaml.v3.Parse" of `gopkg.in/yaml%2ev3.Parse`: a package
  /// without a name is left out, and what the linker escapes stands as it is.
  public static func readable(_ name: [UInt8]) -> [UInt8] {
    let unnamed = Array(GoFacts.unnamed.utf8)
    guard name.starts(with: unnamed), let dot = name[unnamed.count...].firstIndex(of: UInt8(ascii: ".")) else {
      return unescaped(name)
    }
    return unescaped(Array(name[(dot + 1)...]))
  }

  /// `%2e` for a dot in a path's last element; see cmd/internal/objabi, `PathToPrefix`.
  public static func unescaped(_ name: [UInt8]) -> [UInt8] {
    guard name.contains(UInt8(ascii: "%")) else { return name }
    var result: [UInt8] = []
    var index = 0
    while index < name.count {
      if name[index] == UInt8(ascii: "%"), index + 2 < name.count,
        let byte = UInt8(String(decoding: name[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(name[index])
        index += 1
      }
    }
    return result
  }
}
