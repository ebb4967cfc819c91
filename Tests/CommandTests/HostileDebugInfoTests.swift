import Foundation
import TestSupport
import Testing

#if DEBUG_INFO
  /// Debug info is the plugin's: it may name any file, lie, and hold up whoever reads it.
  @Suite("Hostile debug info")
  struct HostileDebugInfoTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static let cause = "Null pointer write. The address is null itself."

    /// Each function claims to come from a file of its own.
    @Test func privateFilesStayPrivate() throws {
      let elsewhere = try TemporaryFolder()
      try elsewhere.write("private.c", "SECRET elsewhere\n")
      let plugins = folder("plugins")
      try FileManager.default.createDirectory(atPath: plugins + "/.hidden", withIntermediateDirectories: true)
      try folder.write("plugins/.hidden/key.c", "SECRET hidden\n")
      try folder.write("plugins/notes.txt", "SECRET by its ending\n")
      try folder.write("plugins/binary.c", Array("SECRET\0binary\n".utf8))
      try folder.write("plugins/latin.c", Array("SECRET \u{E9}\n".unicodeScalars.map { UInt8($0.value) }))
      try folder.write("plugins/large.c", "SECRET" + String(repeating: "\n", count: 1 << 20))
      try FileManager.default.createSymbolicLink(
        atPath: plugins + "/link.c", withDestinationPath: elsewhere("private.c"))
      #expect(mkfifo(plugins + "/pipe.c", 0o600) == 0)
      try folder.write("plugins/fine.c", "SHOWN\n")
      let files = [
        elsewhere("private.c"), plugins + "/.hidden/key.c", plugins + "/notes.txt", plugins + "/binary.c",
        plugins + "/latin.c", plugins + "/large.c", plugins + "/link.c", plugins + "/pipe.c", plugins,
        "/etc/passwd", "/dev/zero", plugins + "/../\(elsewhere.path.split(separator: "/").last!)/private.c",
        plugins + "/fine.c",
      ]
      let functions = files.enumerated().map { index, file in
        "#line 1 \"\(file)\"\n__attribute__((noinline)) static void f\(index)(void) { *(volatile int *)0 = 1; }\n"
      }
      let calls = files.indices.map { "if (atoi(input) == \($0)) f\($0)();" }
      try folder.plugin("plugins/p.so", before: functions.joined(), call: calls.joined(separator: "\n"), ["-g"])
      for index in files.indices {
        let outcome = try airlock("run", "plugins/p.so", "--input", String(index), in: folder.path)
        #expect(outcome.errors.contains { $0 == "  " + Self.cause }, "\(files[index])")
        #expect(!outcome.stderr.contains("SECRET"), "\(files[index])")
        #expect(!outcome.stderr.contains("root:"), "\(files[index])")
        #expect(outcome.stderr.contains("SHOWN") == (index == files.count - 1), "\(files[index])")
      }
    }

    /// Every byte of the debug sections is changed in some copy: the headline is true each time.
    @Test func corrupted() throws {
      let plugin = try folder.plugin(
        before: "__attribute__((noinline)) static void go(void) { *(volatile int *)0 = 1; }", call: "go(); return 0;",
        ["-g", "-gz=none"])
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: plugin)))
      let start = try #require(bytes.firstRange(of: Array(".debug_info".utf8)).map { _ in 0x3000 })
      var random = SystemRandomNumberGenerator()
      for copy in 0..<12 {
        var changed = bytes
        for _ in 0..<200 {
          changed[Int.random(in: start..<(bytes.count - 0x900), using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        try folder.write("changed\(copy).so", changed)
      }
      let outcome = try airlock("run", "--format", "json", "--timeout", "5", ".", in: folder.path)
      for plugin in try Report(outcome).plugins where plugin.text("verdict") != "rejected" {
        #expect(plugin.object("crash")?.text("signal") == "SIGSEGV", "\(plugin.text("path") ?? "")")
        #expect(plugin.object("crash")?.text("cause") == Self.cause)
      }
    }

    /// Separate debug info that is a pipe keeps the unwinder waiting for ever.
    @Test(arguments: [false, true])
    func unwinderIsLost(killed: Bool) throws {
      try folder.write("p.debug", "nothing yet")
      try folder.plugin(
        before: "__attribute__((noinline)) static void go(void) { *(volatile int *)0 = 1; }", call: "go(); return 0;",
        ["-s", "-fno-omit-frame-pointer", "-Wl,--build-id=none"])
      try folder.run(
        "/usr/bin/env", ["objcopy", "--add-gnu-debuglink=\(folder("p.debug"))", folder("p.so")])
      try FileManager.default.removeItem(atPath: folder("p.debug"))
      #expect(mkfifo(folder("p.debug"), 0o600) == 0)
      let command = try start(["run", "p.so"], in: folder.path)
      if killed {
        var unwinder: LiveProcess?
        // Client, server, monitor, and then the plugin process, which stands still, and the one that looks at it.
        try Command.wait("the unwinder") {
          let family = LiveProcess(command.process)?.children.flatMap(\.children).flatMap(\.children) ?? []
          guard family.contains(where: { $0.runsCode(of: "p.so") && !$0.isSleeping }) else { return false }
          unwinder = family.first {
            $0.isSleeping && $0.runsCode(of: "airlock-worker") && $0.hasOpen(folder("p.so"))
              && !$0.runsCode(of: "p.so")
          }
          return unwinder != nil
        }
        kill(try #require(unwinder).pid, SIGKILL)
      }
      let outcome = try command.wait()
      expect(
        outcome.errors,
        like: [
          "Error: plugin p.so crashed in MyFunction: SIGSEGV (null pointer \(Machine.write) at 0x0)",
          "  \(Self.cause)", "  At p.so+0x…, …while MyFunction was called. SEGV_MAPERR: nothing is mapped there.",
          "  0 (no name)  p.so+0x…", "…",
          killed
            ? "  Note: the unwinder died over its debug info: …"
            : "  Note: reading its debug info took longer than 3 s: frames are found by frame pointers, …",
        ].flatMap { $0 == "…" ? ["  1 (no name)  p.so+0x…"] : [$0] })
    }
  }
#endif
