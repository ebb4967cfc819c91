import Glibc

// What a program that takes plugins does without Airlock: opens one and calls it, of the C kind or of Swift's.
let arguments = CommandLine.arguments
guard arguments.count == 3, let library = dlopen(arguments[1], RTLD_NOW) else { exit(64) }

private typealias CFunction =
  @convention(c) (
    UnsafePointer<CChar>, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>, Int
  ) -> Int32
private struct ThickFunction {
  let code: UnsafeRawPointer
  let context: UnsafeRawPointer?
}
private struct SwiftFunction {
  let call: (String) throws -> Int
}

if let function = dlsym(library, "$s7Crashes10MyFunctionySiSSKF") {
  let call = unsafeBitCast(ThickFunction(code: function, context: nil), to: SwiftFunction.self).call
  _ = try? call(arguments[2])
} else if let function = dlsym(library, "MyFunction") {
  var (result, error) = (Int64(0), [CChar](repeating: 0, count: 4096))
  _ = unsafeBitCast(function, to: CFunction.self)(arguments[2], &result, &error, error.count)
}
