// Attacks by Swift plugins: one library; each plugin is a copy of it that is named after its attack.
import Foundation

public func MyFunction(_ input: String) throws -> Int {
  switch attack {
  case "swift_fatal_error": fatalError("no more")
  case "swift_evil_fatal_error": fatalError(evil)
  case "swift_index_out_of_range": return [input.count][1]
  case "swift_nil_unwrapped": return Int(input.dropFirst(100))!
  case "swift_overflow": return Int.max + input.count
  case "swift_endless_recursion": return descend(1)
  case "swift_exclusive_access": return overlap()

  case "swift_endless_loop": while true {}
  case "swift_endless_task":
    Task.detached { while true {} }
    return 42
  case "swift_endless_sleep": while true { Thread.sleep(forTimeInterval: 3600) }
  case "swift_deadlock":
    let queue = DispatchQueue(label: "one")
    return queue.sync { queue.sync { 42 } }

  case "swift_all_memory": return allocate()
  case "swift_long_error": throw Text(description: String(repeating: "e", count: 1 << 20))
  case "swift_evil_error": throw Text(description: evil)
  case "swift_empty_error": throw Text(description: "")
  case "swift_error_that_traps": throw Trapping()
  case "swift_error_that_exits": throw Exiting()
  case "swift_least_result": return .min
  case "swift_evil_output":
    print(evil)
    return 42
  case "swift_uncaught_exit": exit(3)

  case "swift_write_file": return FileManager.default.createFile(atPath: outside("new"), contents: nil) ? 1 : 0
  case "swift_delete_file": return (try? FileManager.default.removeItem(atPath: outside("file"))) == nil ? 0 : 1
  case "swift_read_file": return (try? String(contentsOfFile: "/etc/shadow", encoding: .utf8)) == nil ? 0 : 1
  case "swift_run_program": return (try? Process.run(URL(fileURLWithPath: "/bin/true"), arguments: [])) == nil ? 0 : 1
  default: throw Text(description: "there is no such attack")
  }
}

/// An error that is nothing but its text.
struct Text: Error, CustomStringConvertible {
  let description: String
}
struct Trapping: Error, CustomStringConvertible {
  var description: String { fatalError("asked for words") }
}
struct Exiting: Error, CustomStringConvertible {
  var description: String { exit(5) }
}

/// See Output.c.
let evil = "\u{1B}[2J\u{1B}[?1049l\u{1B}]0;owned\u{7}\u{1B}]52;c;b3duZWQ=\u{7}\u{9B}2J\u{202E}rtl\u{7F}"

func descend(_ depth: Int) -> Int { depth == 0 ? 0 : descend(depth + 1) + depth }

var shared = 0
func overlap() -> Int {
  func twice(_ a: inout Int, _ body: () -> Void) { body() }
  twice(&shared) { shared += 1 }
  return shared
}

/// Until the runtime is refused more, and traps.
func allocate() -> Int {
  var blocks: [[UInt8]] = []
  while true { blocks.append([UInt8](unsafeUninitializedCapacity: 64 << 20) { $1 = 0 }) }
}

/// dladdr(3), which Swift's Glibc does not show; the file's path is the first of the four pointers that it fills in.
@_silgen_name("dladdr")
func dladdr(_ address: UnsafeRawPointer, _ info: UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32

/// The path of the plugin's own file.
let myself: String = {
  var info: [UnsafePointer<CChar>?] = [nil, nil, nil, nil]
  return dladdr(#dsohandle, &info) != 0 ? String(cString: info[0]!) : ""
}()
/// The file's name up to the first dot.
var attack: Substring { URL(fileURLWithPath: myself).lastPathComponent.prefix { $0 != "." } }
/// The path of a name in the folder "outside", beside the plugin's own.
func outside(_ name: String) -> String {
  URL(fileURLWithPath: myself).deletingLastPathComponent().deletingLastPathComponent().path + "/outside/" + name
}
