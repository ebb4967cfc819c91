/// A function's signature as the debug info of a C-like language tells it.
struct CSignature: Equatable {
  /// What a value is, as far as the calling convention goes; typedefs and qualifiers are seen through.
  enum Shape: Equatable {
    case nothing
    /// A whole number or a character. In bytes.
    case integer(size: UInt64)
    /// A pointer to a whole number or character. In bytes.
    case pointerToInteger(size: UInt64)
    case other
  }
  struct Value: Equatable {
    let shape: Shape
    /// As its author wrote it: "const char *".
    let spelling: String
  }

  let result: Value
  let parameters: [Value]
  /// It takes more parameters than are told here.
  let isOpenEnded: Bool
  /// Zig's compiler, when it optimises, leaves out the parameters that a function does not use.
  var mayLackUnusedParameters = false

  private static let rightResult = Shape.integer(size: 4)
  private static let rightParameters: [Shape] = [
    .pointerToInteger(size: 1), .pointerToInteger(size: 8), .pointerToInteger(size: 1), .integer(size: 8),
  ]

  /// `int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity)`; signedness does
  /// not count. See the contract, section 1.
  var isRight: Bool {
    result.shape == Self.rightResult && !isOpenEnded && parameters.map(\.shape) == Self.rightParameters
  }

  /// What is told fits, and what is not told may have been left out: it proves neither right nor wrong.
  var mayBeRight: Bool {
    guard mayLackUnusedParameters, !isOpenEnded, result.shape == Self.rightResult else { return false }
    var rest = Self.rightParameters[...]
    return parameters.allSatisfy { parameter in
      guard let place = rest.firstIndex(of: parameter.shape) else { return false }
      rest = rest[(place + 1)...]
      return true
    }
  }

  /// As a C prototype: `int MyFunction(const char *)`.
  func prototype(of function: String) -> String {
    let list = parameters.map(\.spelling) + (isOpenEnded ? ["..."] : [])
    let separator = result.spelling.hasSuffix("*") ? "" : " "
    return result.spelling + separator + function + "(" + (list.isEmpty ? "void" : list.joined(separator: ", ")) + ")"
  }
}
