// As crashes.c, in Swift: built with -Onone and with -O.
enum Failure: Error { case gone }
class Animal {}
final class Cat: Animal { let lives = 9 }

@inline(never) func outOfRange(_ values: [Int], _ index: Int) -> Int {
  values[index]  // out-of-range
}
@inline(never) func unwrap(_ value: Int?) -> Int {
  value!  // nil
}
@inline(never) func add(_ a: Int, _ b: Int) -> Int {
  a + b  // overflow
}
@inline(never) func stop(_ reason: String) -> Int {
  fatalError("the table is \(reason)")  // fatal-error
}
@inline(never) func insist(_ size: Int) -> Int {
  precondition(size > 0, "no size")  // precondition
  return size
}
@inline(never) func cast(_ value: Any) -> Int {
  (value as! String).count  // cast
}
@inline(never) func fail() throws -> Int { throw Failure.gone }
@inline(never) func mustNotFail() -> Int {
  try! fail()  // try
}
@inline(never) func divide(_ a: Int, by b: Int) -> Int {
  a / b  // divide
}
@inline(never) func peek(_ address: Int) -> Int {
  UnsafePointer<Int>(bitPattern: address).unsafelyUnwrapped.pointee  // pointer
}
// On one line, for the stack may end at any instruction of it.
// swift-format-ignore
@inline(never) func recurse(_ d: Int) -> Int { let next = recurse(d &+ 1); return (next ^ d) &+ (next >> 1) }  // recursion
@inline(never) func through(_ body: (Int) -> Int) -> Int { body(4) }
@inline(never) func closure(_ values: [Int]) -> Int {
  through { index in
    values[index]  // closure
  }
}

public func MyFunction(_ input: String) throws -> Int {
  switch input {
  case "out-of-range": outOfRange([1, 2, 3], input.count)
  case "nil": unwrap(Int(input))
  case "overflow": add(.max, input.count)
  case "fatal-error": stop("gone")
  case "precondition": insist(input.count - 12)
  case "cast": cast(input.count)
  case "try": mustNotFail()
  case "divide": divide(1, by: input.count - 6)
  case "pointer": peek(input.count * 8 - 8)
  case "recursion": recurse(0)
  case "closure": closure([1, 2, 3])
  default: 42
  }
}
