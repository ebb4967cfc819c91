/// A Go function's signature as its debug info tells it: the types by their Go names.
struct GoSignature: Equatable {
  let parameters: [String]
  let results: [String]
  /// It has more than are told here.
  let isOpenEnded: Bool
  /// The compiler: "Go cmd/compile go1.19.8; -shared".
  let producer: String

  /// `func(string) (int, error)`; a type of the author's own has its package's path before its name.
  var isRight: Bool { !isOpenEnded && parameters == ["string"] && results == ["int", "error"] }

  /// As Go's reflection prints it: `func([]uint8, int) (int, string)`.
  var type: String {
    let rest = isOpenEnded ? ["…"] : []
    let results = results.count > 1 ? " (\(results.joined(separator: ", ")))" : results.first.map { " " + $0 } ?? ""
    return "func(" + (parameters + rest).joined(separator: ", ") + ")" + results
  }
}
