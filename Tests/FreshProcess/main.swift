import Glibc

// One plugin, one process: opens a Swift plugin of the module Hello or a C plugin and calls its function once.
// The measure for what Airlock's worker costs a run.

private struct Thick {
  let code: UnsafeRawPointer
  let context: UnsafeRawPointer?
}
private struct SwiftFunction { let call: (String) throws -> Int }
private typealias CFunction =
  @convention(c) (
    UnsafePointer<CChar>, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>, Int
  ) -> Int32

guard let library = dlopen(CommandLine.arguments[1], RTLD_NOW | RTLD_LOCAL) else { exit(1) }
if let address = dlsym(library, "$s5Hello10MyFunctionySiSSKF") {
  let function = unsafeBitCast(Thick(code: address, context: nil), to: SwiftFunction.self)
  exit(try function.call("hello") == 42 ? 0 : 1)
}
guard let address = dlsym(library, "MyFunction") else { exit(1) }
var result: Int64 = 0
var error = [CChar](repeating: 0, count: 4096)
exit(unsafeBitCast(address, to: CFunction.self)("hello", &result, &error, error.count) == 0 && result == 42 ? 0 : 1)
