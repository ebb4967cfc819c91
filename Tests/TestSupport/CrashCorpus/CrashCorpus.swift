import Foundation

/// Plugins that crash in many ways, one a language and way of compiling: which way is told by the input.
public enum CrashCorpus {
  public enum Build: String, Sendable, CaseIterable {
    case c, cpp, rust, rustAbort, swift, swiftO

    public var file: String { "\(rawValue).so" }

    var source: String {
      switch self {
      case .c: "crashes.c"
      case .cpp: "crashes.cpp"
      case .rust, .rustAbort: "crashes.rs"
      case .swift, .swiftO: "Crashes.swift"
      }
    }

    fileprivate func command(_ source: String, _ target: String) -> [String]? {
      let rust = ["-g", "--crate-type", "cdylib", "--crate-name", "crashes", "-o", target, source]
      let swift = ["-g", "-emit-library", "-module-name", "Crashes", "-suppress-warnings", "-o", target, source]
      return switch self {
      case .c:
        [
          "/usr/bin/env", "gcc", "-g", "-O1", "-fno-optimize-sibling-calls", "-w", "-fPIC", "-shared", "-pthread", "-o",
          target,
        ]
          + [source]
      case .cpp: ["/usr/bin/env", "g++", "-g", "-O0", "-fPIC", "-shared", "-o", target, source]
      case .rust: CrashCorpus.rustCompiler.map { [$0] + rust }
      case .rustAbort: CrashCorpus.rustCompiler.map { [$0, "-C", "panic=abort"] + rust }
      case .swift: ["/usr/bin/env", "swiftc", "-Onone"] + swift
      case .swiftO: ["/usr/bin/env", "swiftc", "-O"] + swift
      }
    }
  }

  /// One way to crash, and what must be said of it.
  public struct Case: Sendable, CustomStringConvertible {
    public let build: Build
    public let input: String
    /// The cause in words; `…` for any text.
    public let cause: String
    /// The innermost function of the plugin's own, without parameters.
    public let function: String
    /// The comment at the end of the line that is to be shown, if it is not the input.
    public let mark: String?

    init(_ build: Build, _ input: String, _ function: String, _ cause: String, mark: String? = nil) {
      self.build = build
      self.input = input
      self.function = function
      self.cause = cause
      self.mark = mark
    }

    public var description: String { "\(build.rawValue) \(input)" }
    public var plugin: String { CrashCorpus.folder + "/" + build.file }
    /// Its line in the source, from 1 on.
    public var line: Int { CrashCorpus.line(mark ?? input, in: build.source) ?? 0 }
  }

  /// Where the sources are.
  public static let sources = String(#filePath.dropLast("CrashCorpus.swift".count)) + "Sources"
  /// Where the plugins are built, beside the tests; they are built anew only when a source has changed.
  public static let folder = Executables.directory + "/crash-corpus"

  /// Nil if there is none on this machine.
  public static let rustCompiler = Toolchain.rustc.program

  /// Those that can be built here.
  public static var builds: [Build] { Build.allCases.filter { $0.command("", "") != nil } }

  /// Builds what is missing, once a process; tells what could not be built.
  public static let failures: [Build: String] = {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var failures: [Build: String] = [:]
    var running: [(Build, Process, Pipe, String)] = []
    for build in builds where isOld(build) {
      let temporary = folder + "/\(build.file).\(getpid())"
      guard let command = build.command(sources + "/" + build.source, temporary) else { continue }
      let (process, output) = (Process(), Pipe())
      process.executableURL = URL(fileURLWithPath: command[0])
      process.arguments = Array(command.dropFirst())
      process.standardError = output
      do { try process.run() } catch { failures[build] = "\(error)" }
      running.append((build, process, output, temporary))
    }
    for (build, process, output, temporary) in running where failures[build] == nil {
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      if process.terminationStatus != 0 || rename(temporary, folder + "/" + build.file) != 0 { failures[build] = text }
    }
    return failures
  }()

  private static func isOld(_ build: Build) -> Bool {
    guard let built = changed(folder + "/" + build.file), let source = changed(sources + "/" + build.source),
      let here = changed(#filePath)
    else { return true }
    return built <= source || built <= here
  }

  private static func changed(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date  // nil if it is not there
  }

  public static func line(_ mark: String, in source: String) -> Int? {
    guard let text = try? String(contentsOfFile: sources + "/" + source, encoding: .utf8) else { return nil }
    return text.components(separatedBy: "\n").firstIndex { $0.hasSuffix("// " + mark) }.map { $0 + 1 }
  }
}
