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

  /// `int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity)`; signedness does
  /// not count. See the contract, section 1.
  var isRight: Bool {
    result.shape == .integer(size: 4) && !isOpenEnded
      && parameters.map(\.shape) == [
        .pointerToInteger(size: 1), .pointerToInteger(size: 8), .pointerToInteger(size: 1), .integer(size: 8),
      ]
  }

  /// As a C prototype: `int MyFunction(const char *)`.
  func prototype(of function: String) -> String {
    let list = parameters.map(\.spelling) + (isOpenEnded ? ["..."] : [])
    let separator = result.spelling.hasSuffix("*") ? "" : " "
    return result.spelling + separator + function + "(" + (list.isEmpty ? "void" : list.joined(separator: ", ")) + ")"
  }
}
