import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Files that are none")
struct FileTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func expect(
    _ path: String, _ failure: Failure, _ reason: String, at location: SourceLocation = #_sourceLocation
  ) {
    let inspection = inspect(path)
    #expect(inspection.rejection?.failure == failure, sourceLocation: location)
    #expect(inspection.rejection?.reason == reason, sourceLocation: location)
    #expect(inspection.firstFailed?.summary == reason, sourceLocation: location)
  }

  @Test func missing() throws {
    expect(folder("nonexistent.so"), .fileNotFound, "no such file or directory")
    #expect(inspect(folder("nonexistent.so")).file == nil)
    expect("", .fileNotFound, "no such file or directory")
    expect(folder("a/b.so"), .fileNotFound, "no such file or directory")
    #expect(inspect(folder("a/b.so")).rejection?.hint == "The folder \(folder("a")) cannot be read or does not exist.")
  }

  @Test func nearNamesAreSuggested() throws {
    try folder.write("libHello.so", "x")
    try folder.write("unrelated.so", "x")
    for typed in ["libhello.so", "libHelo.so", "Hello.so", "libHello", "Hello", "libHlelo.so"] {
      #expect(inspect(folder(typed)).rejection?.hint == "Did you mean \(folder("libHello.so"))?", "\(typed)")
    }
    #expect(inspect(folder("somethingelse")).rejection?.hint == nil)
  }

  @Test func nearFoldersAreSuggested() throws {
    try folder.folder("plugins")
    try folder.folder("plugin")
    try folder.write("plugins/libHello.so", "x")
    let start = "The folder \(folder("plugns")) cannot be read or does not exist."
    #expect(
      inspect(folder("plugns/libHello.so")).rejection?.hint
        == start + " Did you mean \(folder("plugins/libHello.so"))?")
    #expect(inspect(folder("plugns/libOther.so")).rejection?.hint == start)
    #expect(
      inspect(folder("elsewhere/libHello.so")).rejection?.hint
        == "The folder \(folder("elsewhere")) cannot be read or does not exist.")
  }

  /// As the inspector has only so much address space, a file can be longer; it is not called damaged.
  @Test func withoutRoom() {
    let rejection = FileError.notReadable(SystemError("mmap", number: ENOMEM)).rejection
    #expect(rejection.failure == .notReadable)
    #expect(rejection.reason == "cannot allocate memory")
    #expect(rejection.hint == "The inspector has no room for a file of that length.")
  }

  @Test func harmlessHint() throws {
    try folder.write("a\u{1B}[31mHello.so", "x")
    #expect(inspect(folder("a\u{1B}[31mhelo.so")).rejection?.hint == "Did you mean \(folder(#"a\e[31mHello.so"#))?")
  }

  @Test func nulDoesNotCutThePath() throws {
    try folder.compileC(goodC)
    let path = PluginPath(Array(folder("plugin.so").utf8) + [0] + Array("x".utf8))
    let inspection = Inspector().inspect(InspectionRequest(path: path, function: "MyFunction"))
    #expect(inspection.rejection?.failure == .fileNotFound)
    #expect(inspection.file == nil)
  }

  @Test func aNameThatIsNotUTF8() throws {
    try folder.compileC(goodC)
    let path = PluginPath(Array(folder("").utf8) + [0xFF, 0x2E])
    let bytes = path.bytes.map(CChar.init(bitPattern:)) + [0]
    #expect(rename(folder("plugin.so"), bytes) == 0)
    #expect(Inspector().inspect(InspectionRequest(path: path, function: "MyFunction")).rejection == nil)
  }

  @Test func links() throws {
    symlink("loop.so", folder("loop.so"))
    expect(folder("loop.so"), .notReadable, "too many levels of symbolic links")
    symlink("gone.so", folder("dangling.so"))
    expect(folder("dangling.so"), .fileNotFound, "no such file or directory")
    #expect(
      inspect(folder("dangling.so")).rejection?.hint == "It is a symbolic link to gone.so, which does not exist.")
    try folder.compileC(goodC)
    symlink("plugin.so", folder("link.so"))
    #expect(inspect(folder("link.so")).rejection == nil)
    #expect(inspect(folder("link.so")).file == inspect(folder("plugin.so")).file)
  }

  @Test func unreadable() throws {
    try folder.write("file", "x")
    expect(folder("file/plugin.so"), .notReadable, "not a directory")
    expect(folder(String(repeating: "x", count: 300)), .notReadable, "file name too long")
    guard geteuid() != 0 else { return }  // The superuser may read everything.
    chmod(folder("file"), 0)
    expect(folder("file"), .notReadable, "permission denied")
  }

  @Test func notAFile() throws {
    expect(folder.path, .notAFile, "not a regular file (folder)")
    // Were it opened, the test would wait here for a writer.
    mkfifo(folder("pipe"), 0o600)
    expect(folder("pipe"), .notAFile, "not a regular file (named pipe)")
    expect("/dev/null", .notAFile, "not a regular file (character device)")
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = folder("socket")
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(bound == 0)
    expect(path, .notAFile, "not a regular file (socket)")
    #expect(inspect(path).nature == "socket")
  }

  @Test(
    arguments: [
      ([], "empty"), (Array("hello\n".utf8), "ASCII text"), (Array("grüße 数\n".utf8), "UTF-8 text"),
      ([0x1F, 0x8B, 8, 0], "gzip data"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz data"),
      ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd data"), (Array("BZh91AY".utf8), "bzip2 data"),
      ([0x50, 0x4B, 3, 4, 0], "zip archive"), (Array("!<arch>\n".utf8), "ar archive"),
      ([0xCF, 0xFA, 0xED, 0xFE, 0], "Mach-O"), (Array("MZ".utf8) + [0x90, 0], "Windows PE"),
      ([0, 0x61, 0x73, 0x6D, 1], "WebAssembly"), (Array("#!/bin/sh\n".utf8), "script"), ([0x7F, 0x45], "data"),
      ([0, 1, 2, 3], "data"), (Array("/* GNU ld script */".utf8), "linker script"),
      ([0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2], "Mach-O"), ([0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 65], "Java class file"),
      (Array("<!DOCTYPE html><title>404</title>".utf8), "HTML page"),
      (Array("!<arch>\ndebian-binary".utf8), "Debian package"),
      ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), "tar archive"),
    ] as [([UInt8], String)])
  func notELF(bytes: [UInt8], words: String) throws {
    let path = try folder.write("plugin.so", bytes)
    expect(path, .notELF, "not an ELF file (\(words))")
    #expect(inspect(path).checks.map(\.id) == Check.ID.ofInspector)
    #expect(inspect(path).statuses == [.pass, .fail] + Array(repeating: .skipped, count: 6))
    #expect(inspect(path).check(.symbols)?.summary == "not made: it is not an ELF file")
    #expect(inspect(path).file?.size == Int64(bytes.count))
  }

  @Test func theStateIsTheOneThatWasRead() throws {
    let path = try folder.write("plugin.so", "hello")
    var status = stat()
    #expect(stat(path, &status) == 0)
    let file = inspect(path).file
    #expect(file?.inode == UInt64(status.st_ino))
    #expect(file?.device == UInt64(status.st_dev))
    #expect(file?.modified == Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }
}
