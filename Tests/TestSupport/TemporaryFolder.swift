import Foundation

/// A folder of its own for a test, removed with everything in it when the test lets go of it.
public final class TemporaryFolder {
  public let path: String

  public init() throws {
    var template = Array((NSTemporaryDirectory() + "/airlock-tests.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    chmod(path, 0o700)
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a name in this folder.
  public func callAsFunction(_ name: String) -> String { path + "/" + name }

  @discardableResult
  public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
    return self(name)
  }

  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  public func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: self(name)))) }

  /// Compiles C to a shared library, without debug info unless the options say so.
  @discardableResult
  public func compileC(
    _ source: String, _ options: [String] = [], to name: String = "plugin.so", language: String = "c",
    objects: [String] = []
  ) throws -> String {
    try write(name + ".source", source)
    let target = options.contains("-c") || options.contains("-no-pie") || options.contains("-pie") ? [] : ["-shared"]
    try run(
      "/usr/bin/env",
      ["cc", "-x", language, "-fPIC", "-w"] + target + options + [
        "-o", self(name), self(name + ".source"), "-x", "none",
      ] + objects)
    return self(name)
  }

  /// Replaces a text in a file by another of the same length, everywhere: for names that no compiler takes.
  public func replace(_ old: String, by new: String, in name: String) throws {
    precondition(old.utf8.count == new.utf8.count)
    var bytes = try read(name)
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    for index in bytes.indices.dropLast(old.count - 1) where bytes[index...].starts(with: old) {
      bytes.replaceSubrange(index..<(index + old.count), with: new)
    }
    try write(name, bytes)
  }

  /// Runs a program to its end and returns what it wrote.
  @discardableResult
  public func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(command: arguments, output: text) }
    return text
  }

  public struct Failed: Error {
    let command: [String]
    let output: String
  }
}
