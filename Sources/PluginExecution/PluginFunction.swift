import CLinux
import Glibc
import PluginModel

/// The plugin's function at its address, called by the convention of its kind.
struct PluginFunction {
  let address: UnsafeMutableRawPointer
  let kind: PluginKind

  func call(_ input: ForeignText) -> PluginRecord {
    switch kind {
    case .swift: callSwift(input)
    case .c: callC(input)
    case .go: .notLoaded(ForeignText("a Go plugin is opened by its runner alone"))
    }
  }

  // MARK: Swift

  /// A thick function as Swift lays it out: code, then context. A global function has no context.
  private struct ThickFunction {
    let code: UnsafeRawPointer
    let context: UnsafeRawPointer?
  }
  /// A closure must be stored in a struct to be reinterpreted: a bare cast would add a reabstraction thunk.
  private struct SwiftFunction {
    let call: (String) throws -> Int
  }

  private func callSwift(_ input: ForeignText) -> PluginRecord {
    let function = unsafeBitCast(ThickFunction(code: address, context: nil), to: SwiftFunction.self)
    do {
      return .returned(Int64(try function.call(input.repaired)))
    } catch {
      return .returnedError(ForeignText(String(describing: error).utf8.prefix(Limits.errorBytes)), value: 0)
    }
  }

  // MARK: C

  /// `int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity)`
  private typealias CFunction =
    @convention(c) (
      UnsafePointer<CChar>, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>, Int
    ) -> Int32

  private func callC(_ input: ForeignText) -> PluginRecord {
    let function = unsafeBitCast(address, to: CFunction.self)
    var unset: Int64 = 0
    // A number that no plugin can guess tells whether the result was written; if there is no randomness, zero serves.
    _ = linux_random(&unset, MemoryLayout<Int64>.size)
    var result = unset
    var error = [CChar](repeating: 0, count: Limits.errorBufferBytes)
    let text = input.bytes.map { CChar(bitPattern: $0) } + [0]
    let code = function(text, &result, &error, error.count)
    if code == 0 { return result == unset ? .noResult : .returned(result) }
    return .returnedError(
      ForeignText(error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }), value: result == unset ? 0 : result)
  }
}
