import Glibc
import Linux
import PluginModel

/// Which Swift toolchain built a file, by the line that its clang leaves in the section `.comment`.
///
/// Every Swift library gets one, from the toolchain's own `swiftrt.o`. The line names a commit of Swift's LLVM, which
/// changes with each release; other clangs name other repositories.
struct SwiftCompiler: Equatable {
  /// "clang version 21.0.0 (https://github.com/swiftlang/llvm-project.git 11673e66…)".
  let line: [UInt8]

  private static let repositories = ["swiftlang/llvm-project", "apple/llvm-project"].map { Array($0.utf8) }
  private static let longestComment = 64 << 10

  /// All that had a part in a file: C code may come from another one than the Swift code.
  static func all(in sections: SectionTable) -> [SwiftCompiler] {
    guard let comment = sections.content(named: ".comment", upTo: longestComment) else { return [] }
    return comment.split(separator: 0).filter { line in
      line.starts(with: "clang version ".utf8) && repositories.contains { Array(line).contains($0) }
    }.map { SwiftCompiler(line: Array($0)) }
  }

  /// The release of the Swift runtime in this process, "6.3"; the library does not tell of lesser ones.
  static let release: String = {
    let parts = "\(_SwiftStdlibVersion.current)".split(separator: ".")
    return parts.prefix(2).joined(separator: ".")
  }()

  /// That of the Swift runtime in this process, which is the worker's and every plugin's; nil if it does not tell.
  static func ofRuntime() -> SwiftCompiler? {
    let runtime = Loader.libraries().first { $0.soname.elementsEqual("libswiftCore.so".utf8) }
    // Without such a library the runtime is part of the program.
    guard let file = try? OpenFile(runtime?.path ?? PluginPath("/proc/self/exe")), let size = try? file.state().size,
      let mapped = try? MappedFile(file, size: size), let identity = try? ELFIdentity(mapped), identity.isNativeLayout
    else { return nil }
    return all(in: SectionTable(mapped)).first
  }

  /// "clang 21.0.0, 11673e6660b2": what people compare.
  var words: String {
    let parts = line.split(separator: UInt8(ascii: " "))
    let commit = (parts.last ?? []).filter { $0 != UInt8(ascii: ")") }.prefix(12)
    let version = parts.count > 2 ? parts[2] : []
    return "clang \(Words.name(version, atMost: 24)), \(Words.name(commit, atMost: 12))"
  }
}
