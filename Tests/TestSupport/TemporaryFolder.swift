import Foundation

/// A folder of its own for a test, removed with everything in it when the test lets go of it.
public final class TemporaryFolder {
  public let path: String

  public init() throws {
    let parent = NSTemporaryDirectory()
    var template = Array((parent + (parent.hasSuffix("/") ? "" : "/") + "airlock-tests.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(Array(path.utf8)) }

  /// Removes a file, or a folder with all that is in it, whatever the names: Foundation finds only those in UTF-8.
  private static func remove(_ path: [UInt8]) {
    let name = path.map { CChar(bitPattern: $0) } + [0]
    guard unlink(name) != 0, errno == EISDIR else { return }
    chmod(name, 0o700)
    if let stream = opendir(name) {
      while let entry = readdir(stream) {
        let child = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if child != Array(".".utf8), child != Array("..".utf8) { remove(path + Array("/".utf8) + child) }
      }
      closedir(stream)
    }
    rmdir(name)
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

  /// Makes a folder in this one and returns its path.
  @discardableResult
  public func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
    return self(name)
  }

  /// Copies a file to a name of any bytes.
  public func copy(_ file: String, to name: [UInt8]) throws {
    try write("copied", [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
    let target = (Array(path.utf8) + Array("/".utf8) + name).map { CChar(bitPattern: $0) } + [0]
    guard rename(self("copied"), target) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  public func copy(_ file: String, to name: String) throws { try copy(file, to: Array(name.utf8)) }

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
