import Foundation
import TestSupport
import Testing

/// Detached signatures beside plugins, made by ssh-keygen with real keys.
@Suite("Signatures", .enabled(if: Signer.isPossible, "ssh-keygen is not there: install openssh-client"))
struct SignatureTests {
  let folder: TemporaryFolder
  let signer: Signer

  init() throws {
    folder = try TemporaryFolder()
    signer = try Signer(in: folder)
    // Whoever opens it is told.
    try folder.plugin(
      before: "__attribute__((constructor)) static void hello(void) { fputs(\"constructed\\n\", stderr); }",
      call: "*result = 42; return 0;", ["-g"])
    try allow(signer.line())
  }

  private var plugin: String { folder("p.so") }
  private var signers: String { folder("allowed_signers") }

  private func allow(_ lines: String) throws { try folder.write("allowed_signers", lines) }

  private struct Finding {
    let status: String
    let summary: String
    let hint: String?
    let failure: String?
    let verdict: String?
  }

  /// What `check` says of the file's provenance.
  private func finding(
    _ options: [String] = [], environment: [String: String] = [:], location: SourceLocation = #_sourceLocation
  ) throws -> Finding {
    var command: [any CommandArgument] = ["check", "--no-load", "--format", "json", "--allowed-signers", signers]
    command += options + [plugin]
    let outcome = try start(command, environment: environment).wait()
    let row = try #require(try Report(outcome).plugins.first, "\(outcome.stderr)", sourceLocation: location)
    let check = try #require(row.objects("checks").first { $0.text("id") == "provenance" }, sourceLocation: location)
    return Finding(
      status: check.text("status") ?? "", summary: check.text("summary") ?? "", hint: check.text("hint"),
      failure: row.text("failure"), verdict: row.text("verdict"))
  }

  private func run(_ options: String...) throws -> Command.Outcome {
    try start(["run", "--allowed-signers", signers] + options + [plugin]).wait()
  }

  /// It is not opened: no constructor of it runs.
  private func expectRefused(
    _ reason: String, _ options: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try start(["run", "--allowed-signers", signers] + options + [plugin]).wait()
    #expect(
      outcome.errors.first == "Error: could not open plugin \(plugin): \(reason)", sourceLocation: location)
    #expect(!outcome.stderr.contains("constructed"), sourceLocation: location)
    #expect(outcome.stdout == "" && outcome.ending == .exited(1), sourceLocation: location)
  }

  // MARK: Whose it is

  @Test(arguments: [("ed25519", "ED25519"), ("ecdsa", "ECDSA"), ("rsa", "RSA")])
  func `A plugin that somebody allowed has signed is told with their name`(type: String, words: String) throws {
    let signer = try Signer("some.body@example.org", type: type, in: folder)
    try allow(signer.line())
    try signer.sign(plugin)
    let finding = try finding(["--require-signed"])
    #expect(finding.status == "pass")
    #expect(finding.summary.hasPrefix("signed by some.body@example.org (\(words) SHA256:"))
    #expect(finding.summary.contains(" · build ID ") && finding.summary.contains(" · sha256 "))
    let outcome = try run("--require-signed")
    #expect(outcome.stdout == "42, <nil>\n" && outcome.ending == .exited(0))
  }

  @Test func `A plugin without a signature is neither praised nor blamed, unless one is required`() throws {
    let finding = try finding()
    #expect(finding.status == "skipped" && finding.summary.hasPrefix("not signed · "))
    #expect(finding.failure == nil)
    #expect(try run().stdout == "42, <nil>\n")
    let required = try self.finding(["--require-signed"])
    #expect(required.status == "fail" && required.failure == "unsigned" && required.verdict == "rejected")
    try expectRefused("not signed", "--require-signed")
  }

  @Test func `An unknown key is to be looked at, and is no signature where one is required`() throws {
    try signer.sign(plugin)
    try allow(try Signer("other@example.org", in: folder).line())
    let finding = try finding()
    #expect(finding.status == "warn" && finding.failure == nil)
    #expect(finding.summary.hasPrefix("signed by an unknown key (ED25519 SHA256:"))
    #expect(finding.hint?.contains(signers) == true)
    #expect(try run().stdout == "42, <nil>\n")
    #expect(try self.finding(["--require-signed"]).failure == "unsigned")
    // What is told is what has to be added.
    let verbose = try airlock("check", "--verbose", "--allowed-signers", signers, plugin)
    #expect(verbose.stdout.contains("NAME namespaces=\"airlock\" \(signer.publicKey)"))
  }

  @Test func `The list lies in the configuration folder unless another is given`() throws {
    try signer.sign(plugin)
    let environment = ["XDG_CONFIG_HOME": folder.path]
    #expect(try airlock("run", "--require-signed", plugin, environment: environment).ending == .exited(1))
    try folder.folder("airlock")
    try folder.write("airlock/allowed_signers", signer.line())
    #expect(try airlock("run", "--require-signed", plugin, environment: environment).stdout == "42, <nil>\n")
  }

  @Test func `Of several names of a key one that is allowed is found`() throws {
    try signer.sign(plugin)
    try allow(
      """
      # a comment, and a line that makes no sense
      nonsense

      first@example.org namespaces="git" \(signer.publicKey)
      old@example.org valid-before="20200101" \(signer.publicKey)
      !not@example.org,*@example.com \(signer.publicKey)

      """)
    #expect(try finding().summary.hasPrefix("signed by *@example.com (ED25519 "))
  }

  @Test func `A name is told harmlessly, and is no option`() throws {
    try signer.sign(plugin)
    try allow("-f\u{1B}[31m@example.org \(signer.publicKey)\n")
    let text = try airlock("check", "--verbose", "--allowed-signers", signers, plugin)
    #expect(text.stdout.contains("signed by -f\\e[31m@example.org (ED25519 "))
    #expect(!text.stdout.contains("\u{1B}"))
  }

  // MARK: What speaks against it

  @Test func `A file that was changed since is not opened`() throws {
    try signer.sign(plugin)
    try folder.write("p.so", try folder.read("p.so") + [0])
    let finding = try finding()
    #expect(finding.status == "fail" && finding.failure == "bad-provenance")
    try expectRefused("its signature does not match: the file or the signature was changed")
  }

  @Test func `A signature that was changed, or is another file's, is worth nothing`() throws {
    try signer.sign(plugin)
    var lines = String(decoding: try folder.read("p.so.sig"), as: UTF8.self).split(separator: "\n").map(String.init)
    let blob = lines[1..<(lines.count - 1)].joined()
    var bytes = try #require(Data(base64Encoded: blob))
    bytes[bytes.count - 1] ^= 1
    lines = [lines[0], bytes.base64EncodedString(), lines[lines.count - 1], ""]
    try folder.write("p.so.sig", lines.joined(separator: "\n"))
    #expect(try finding().failure == "bad-provenance")
    try folder.write("other", "another file")
    try signer.sign(folder("other"))
    try folder.write("p.so.sig", try folder.read("other.sig"))
    try expectRefused("its signature does not match: the file or the signature was changed")
  }

  @Test func `A signature that was made for something else does not count`() throws {
    try signer.sign(plugin, namespace: "file")
    #expect(try finding().failure == "bad-provenance")
    try expectRefused("its signature was made for “file”, and not for “airlock”")
  }

  @Test(arguments: ["valid-before=\"20200101\"", "valid-after=\"20990101\"", "namespaces=\"git,file\""])
  func `A key that is not valid for this, or not now, is refused with the reason`(options: String) throws {
    try signer.sign(plugin)
    try allow(signer.line(options))
    let finding = try finding()
    #expect(finding.failure == "bad-provenance")
    #expect(finding.summary.hasPrefix("signed by reviewer@example.org, whose key is not accepted (ED25519 SHA256:"))
    #expect(finding.summary.contains("): \(options) · build ID "))
  }

  /// What is revoked about it, its key, its serial number or who issued it, a list of plain keys does not tell.
  @Test func `A signature by a certificate is not weighed`() throws {
    let program = Signer.program ?? ""
    for key in ["authority", "holder"] {
      try folder.run(program, ["-q", "-t", "ed25519", "-N", "", "-f", folder(key)])
    }
    try folder.run(
      program, ["-q", "-s", folder("authority"), "-I", "id", "-n", "reviewer@example.org", folder("holder.pub")])
    try folder.run(program, ["-q", "-Y", "sign", "-n", "airlock", "-f", folder("holder-cert.pub"), plugin])
    let authority = String(decoding: try folder.read("authority.pub"), as: UTF8.self)
    try allow("reviewer@example.org cert-authority \(authority)")
    let finding = try finding()
    #expect(finding.failure == "bad-provenance" && finding.hint?.contains("plain key") == true)
    try expectRefused("signed with a certificate (ED25519-CERT), which Airlock does not weigh")
  }

  @Test func `A revoked key is refused, whether it is listed or not`() throws {
    try signer.sign(plugin)
    try folder.write("revoked_keys", "# found in a train\n\(signer.publicKey)\n")
    #expect(try finding().summary.hasPrefix("signed by reviewer@example.org, whose key is revoked (ED25519 "))
    try allow("")
    #expect(try finding().summary.hasPrefix("signed by a revoked key (ED25519 SHA256:"))
    #expect(try finding().failure == "bad-provenance")
    // In OpenSSH's own form.
    try folder.run(Signer.program ?? "", ["-q", "-k", "-f", folder("krl"), signer.publicKeyFile])
    try folder.write("revoked_keys", try folder.read("krl"))
    try allow(signer.line())
    #expect(try finding().summary.contains("whose key is revoked"))
    // Another's does not matter.
    try folder.write("revoked_keys", try Signer(in: folder).publicKey + "\n")
    #expect(try finding().status == "pass")
  }

  // MARK: What cannot be found out

  private func expectUnverified(
    _ reason: String, environment: [String: String] = [:], location: SourceLocation = #_sourceLocation
  ) throws {
    let finding = try finding(environment: environment, location: location)
    #expect(finding.status == "warn" && finding.failure == nil, sourceLocation: location)
    #expect(finding.summary.hasPrefix("signed, but not verified: \(reason)"), "\(finding)", sourceLocation: location)
    #expect(
      try self.finding(["--require-signed"], environment: environment).failure == "unsigned", sourceLocation: location)
  }

  @Test func `Without ssh-keygen it is said so`() throws {
    try signer.sign(plugin)
    try expectUnverified("ssh-keygen was not found", environment: ["PATH": folder.path])
  }

  @Test(arguments: [
    ("exit 255", "ssh-keygen does not verify anything here"), ("exit 0", "ssh-keygen says yes to anything"),
    ("echo somebody@example.org", "ssh-keygen says yes to anything"),
    ("printf 'unknown option \\033[1m-- Y' >&2; exit 1", "ssh-keygen exited with status 1 (unknown option \\e[1m-- Y)"),
    ("kill -9 $$", "ssh-keygen was ended by SIGKILL"),
  ])
  func `A program that is no ssh-keygen of ours accuses nobody`(script: String, reason: String) throws {
    try signer.sign(plugin)
    try folder.folder("bin")
    try folder.write("bin/ssh-keygen", "#!/bin/sh\n\(script)\n")
    try #require(chmod(folder("bin/ssh-keygen"), 0o755) == 0)
    try expectUnverified(reason, environment: ["PATH": folder("bin")])
  }

  @Test func `A list that is of no use is told`() throws {
    try signer.sign(plugin)
    try folder.write("revoked_keys", "no key at all\n")
    try expectUnverified("\(folder("revoked_keys")) is no list of keys")
    try FileManager.default.removeItem(atPath: folder("revoked_keys"))
    try folder.folder("revoked_keys")
    try expectUnverified("\(folder("revoked_keys")) cannot be read: not a regular file")
    try FileManager.default.removeItem(atPath: folder("revoked_keys"))
    try #require(chmod(signers, 0o666) == 0)
    try expectUnverified("\(signers) is writable by everyone")
    try #require(chmod(signers, 0o644) == 0 && chmod(folder.path, 0o777) == 0)
    try expectUnverified("\(folder.path) is writable by everyone")
    // As /tmp is: nobody can put another file in its place.
    try #require(chmod(folder.path, 0o1777) == 0)
    #expect(try finding().status == "pass")
  }

  @Test func `Lists that plugins could write themselves into are refused at once`() throws {
    func words(_ arguments: String...) throws -> String {
      let outcome = try start(["run"] + arguments + [plugin]).wait()
      #expect(outcome.ending == .exited(64) && outcome.stdout == "")
      return outcome.errors.first ?? ""
    }
    #expect(
      try words("--allowed-signers", folder("none"))
        == "Error: --allowed-signers \(folder("none")): no such file or directory.")
    #expect(
      try words("--allowed-signers", folder.path)
        == "Error: --allowed-signers takes a file: \(folder.path) is not a regular file.")
    #expect(try words("--allowed-signers", signers, "--allow-write", folder.path).contains("list of allowed signers"))
  }

  @Test func `Plugins may not write where the lists will be looked for, by whatever way they lead there`() throws {
    for name in ["config", "w", "w/deep", "safe", "safe/airlock"] { try folder.folder(name) }
    func expect(
      _ isRefused: Bool, writing place: String, _ configuration: String, location: SourceLocation = #_sourceLocation
    ) throws {
      let outcome = try start(
        ["run", "--allow-write", folder(place), plugin], environment: ["XDG_CONFIG_HOME": folder(configuration)]
      ).wait()
      let words =
        "Error: --allow-write \(folder(place)): the list of allowed signers lies there, and plugins could write themselves"
        + " into it. Allow a narrower folder, or move the list with --allowed-signers."
      #expect(outcome.ending == .exited(isRefused ? 64 : 0), "\(outcome.stderr)", sourceLocation: location)
      #expect((outcome.errors.first == words) == isRefused, "\(outcome.stderr)", sourceLocation: location)
    }
    // Nothing is there yet.
    try expect(true, writing: "config", "config")
    try expect(true, writing: "w", "w/deep/er")
    try expect(false, writing: "w", "config")
    // Either list is a link into it, or a link that lies in it leads out again.
    try #require(symlink("../../w/keys", folder("safe/airlock/revoked_keys")) == 0)
    try expect(true, writing: "w", "safe")
    try expect(false, writing: "w/deep", "safe")
    try #require(symlink(folder("safe"), folder("w/link")) == 0 && symlink("w/link", folder("way")) == 0)
    try #require(unlink(folder("safe/airlock/revoked_keys")) == 0)
    try expect(true, writing: "w", "way")
    try expect(false, writing: "w", "safe")
  }

  // MARK: What stands in the signature's place

  @Test func `Whatever stands where the signature should be, it is told in a sentence`() throws {
    let place = folder("p.so.sig")
    func expect(_ reason: String, _ location: SourceLocation = #_sourceLocation, _ put: () throws -> Void) throws {
      try put()
      let finding = try finding(location: location)
      #expect(finding.failure == "bad-provenance", sourceLocation: location)
      #expect(finding.summary.hasPrefix(reason + " · "), sourceLocation: location)
      try FileManager.default.removeItem(atPath: place)
    }
    let none = "its signature is none: the file does not hold an SSH signature"
    let notRegular = "its signature cannot be read: not a regular file"
    try expect(notRegular) { try folder.folder("p.so.sig") }
    try expect(notRegular) { try #require(mkfifo(place, 0o600) == 0) }
    try expect(notRegular) { try #require(symlink("/dev/zero", place) == 0) }
    try expect(none) { try folder.write("p.so.sig", "") }
    try expect(none) { try folder.write("p.so.sig", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n") }
    try expect("its signature cannot be read: longer than 64 KiB") {
      try folder.write("p.so.sig", String(repeating: "AAAA\n", count: 1_000_000))
    }
    try expect("its signature cannot be read: too many levels of symbolic links") {
      try #require(symlink("p.so.sig", place) == 0)
    }
    try expect("its signature cannot be read: a symbolic link that leads nowhere") {
      try #require(symlink("nowhere", place) == 0)
    }
    // A link to a signature is as good as one.
    try signer.sign(plugin)
    try #require(rename(place, folder("elsewhere")) == 0 && symlink(folder("elsewhere"), place) == 0)
    #expect(try self.finding().status == "pass")
  }

  // MARK: What is verified is what is opened

  @Test func `Bytes that somebody could exchange are signed by nobody`() throws {
    try signer.sign(plugin)
    let descriptor = open(plugin, O_RDWR | O_CLOEXEC)
    let length = try folder.read("p.so").count
    let mapping = try #require(mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
    close(descriptor)  // the mapping alone is enough
    let finding = try finding()
    #expect(finding.status == "warn")
    #expect(finding.summary.hasPrefix("signed by reviewer@example.org (ED25519 SHA256:"))
    #expect(finding.summary.contains("), but its bytes could be exchanged: somebody has it open to write"))
    #expect(try self.finding(["--require-signed"]).failure == "unsigned")
    #expect(try run().stdout == "42, <nil>\n")
    munmap(mapping, length)
    #expect(try run("--require-signed").stdout == "42, <nil>\n")
  }

  /// In a file system that keeps no time of writes through a mapping.
  @Test func `Bytes that change between two questions accuse nobody`() throws {
    let path = "/dev/shm/airlock-tests-\(UUID().uuidString).so"
    try Data(try folder.read("p.so")).write(to: URL(fileURLWithPath: path))
    defer { for name in [path, path + ".sig"] { unlink(name) } }
    try signer.sign(path)
    // Says no to the signature in the list, and yes to it by itself, but not before the bytes have changed.
    try folder.folder("bin")
    try folder.write(
      "bin/ssh-keygen",
      """
      #!/bin/sh
      case "$2" in
      find-principals) exit 0;;
      verify) exit 255;;
      esac
      read x < '\(folder("ready"))'
      exit 0

      """)
    try #require(chmod(folder("bin/ssh-keygen"), 0o755) == 0 && mkfifo(folder("ready"), 0o600) == 0)
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    let length = try folder.read("p.so").count
    let mapping = try #require(mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
    close(descriptor)
    defer { munmap(mapping, length) }
    mapping.storeBytes(of: 7, toByteOffset: length - 1, as: UInt8.self)  // the first write alone leaves its time
    let command = try start(
      ["check", "--no-load", "--allowed-signers", signers, path], environment: ["PATH": folder("bin")])
    var ready: Int32 = -1
    try Command.wait("the question") {
      ready = open(folder("ready"), O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      return ready >= 0
    }
    mapping.storeBytes(of: 8, toByteOffset: length - 1, as: UInt8.self)
    close(ready)
    let outcome = try command.wait()
    // On a busy machine the time for ssh-keygen may be up before the questions are.
    let words = ["the file keeps changing", "ssh-keygen took longer than 10 s"]
    #expect(
      words.contains { outcome.stdout.contains("signed, but not verified: " + $0) },
      "\(outcome.stdout)\(outcome.stderr)")
  }

  /// A plugin that waits in a place until a file is there, and tells when it does.
  private func waitingPlugin(inConstructor: Bool, result: Int) throws {
    let wait = "close(creat(\"\(folder("w/there"))\", 0600)); while (access(\"\(folder("w/go"))\", F_OK)) usleep(1000);"
    try folder.folder("w")
    try folder.plugin(
      before: inConstructor ? "__attribute__((constructor)) static void w(void) { \(wait) }" : "",
      call: "\(inConstructor ? "" : wait) *result = \(result); return 0;", ["-g"])
  }

  private func startWaiting(_ options: String...) throws -> Command {
    let command = try start(
      ["run"] + options + [
        "--timeout", "300", "--allow-write", folder("w"), "--allowed-signers", signers, plugin,
      ])
    try Command.wait("the plugin to wait") { FileManager.default.fileExists(atPath: folder("w/there")) }
    return command
  }

  @Test func `Who writes to a signed plugin while it runs ends the run, and it is verified again`() throws {
    try waitingPlugin(inConstructor: false, result: 1)
    try signer.sign(plugin)
    let command = try startWaiting("--require-signed")
    // Waits until the run has been ended for it.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: plugin))
    try file.seekToEnd()
    try file.write(contentsOf: Data([0]))
    try file.close()
    let outcome = try command.wait()
    // Or it was looked at between two of these steps.
    let reasons = ["its signature does not match: ", "but its bytes could be exchanged: ", "the file keeps changing"]
    #expect(outcome.errors.first?.hasPrefix("Error: could not open plugin \(plugin): ") == true)
    #expect(reasons.contains { outcome.errors.first?.contains($0) == true }, "\(outcome.stderr)")
    #expect(outcome.stdout == "")
  }

  @Test func `A plugin that was exchanged while it was opened is told as what is there now`() throws {
    try waitingPlugin(inConstructor: true, result: 1)
    let command = try startWaiting()
    try folder.plugin("next.so", call: "*result = 2; return 0;", ["-g"])
    try #require(rename(folder("next.so"), plugin) == 0)
    try folder.write("w/go", "")
    #expect(try command.wait().stdout == "2, <nil>\n")
  }

  /// By a link, which leaves the files and their times alone.
  @Test(arguments: [[], ["--no-sandbox"]])
  func `However fast another plugin takes its place, only signed bytes are opened`(options: [String]) throws {
    try signer.sign(plugin)
    try folder.plugin(
      "evil.so", before: "__attribute__((constructor)) static void e(void) { fputs(\"evil\\n\", stderr); }",
      call: "*result = 666; return 0;", ["-g"])
    try #require(rename(plugin, folder("good.so")) == 0)
    try #require(symlink("good.so", plugin) == 0)
    let (next, plugin) = (folder("next"), plugin)
    let swapper = Thread {
      var isGood = true
      while !Thread.current.isCancelled {
        isGood.toggle()
        symlink(isGood ? "good.so" : "evil.so", next)
        rename(next, plugin)
        usleep(UInt32.random(in: 0..<2000))
      }
    }
    swapper.start()
    defer { swapper.cancel() }
    for _ in 0..<Self.rounds {
      let outcome = try start(["run", "--require-signed", "--allowed-signers", signers] + options + [plugin]).wait()
      #expect(!outcome.stderr.contains("evil") && !outcome.stdout.contains("666"), "\(outcome.stderr)")
      #expect(
        outcome.stdout == "42, <nil>\n" || outcome.stderr.contains("Error: could not open plugin"), "\(outcome.stderr)")
    }
  }

  /// More where somebody has the time: AIRLOCK_MONKEY=100000.
  private static let rounds =
    (ProcessInfo.processInfo.environment["AIRLOCK_MONKEY"].flatMap { Int($0) } ?? 1000) / 100

  @Test func `Libraries that nobody signed are told with a signed plugin`() throws {
    try folder.compileC("int helper(void) { return 7; }", to: "libhelper.so")
    try folder.plugin(
      before: "int helper(void);", call: "*result = helper(); return 0;",
      ["-g", "-L\(folder.path)", "-Wl,--no-as-needed", "-lhelper", "-Wl,-rpath,$ORIGIN"])
    try signer.sign(plugin)
    let told = "1 library beside it is not signed"
    let verbose = try airlock("check", "--verbose", "--allowed-signers", signers, plugin)
    #expect(verbose.stdout.contains("not signed with it, and mapped all the same:"), "\(verbose.stderr)")
    #expect(verbose.lines.contains { $0.hasSuffix("/libhelper.so") && $0.hasPrefix("    ") })
    #expect(verbose.lines.first?.hasSuffix(" · \(told)") == true, "\(verbose.stdout)")
    let finding = try finding()
    #expect(finding.status == "warn" && finding.summary.contains("…) · \(told) · build ID "))
    #expect(try run().stdout == "7, <nil>\n")
    // It would be opened by its name, for it finds the library by that, and another file could come to the name.
    for options in [[], ["--no-sandbox"], ["--allow-read", folder.path]] {
      let outcome = try start(["run", "--require-signed", "--allowed-signers", signers] + options + [plugin]).wait()
      #expect(outcome.stderr.contains(told) && outcome.stdout == "" && outcome.ending == .exited(1))
    }
    #expect(try self.finding(["--require-signed"]).failure == "unsigned")
  }

  @Test(.enabled(if: Toolchain.go.isThere, "go is not there"))
  func `A signed Go plugin is opened where it can open no other file in its place, and else refused`() throws {
    // By another process: what this one has open to write, all that it starts may have open for a while.
    try folder.run(
      "/bin/cp", [try GoPlugins.plugin("func MyFunction(s string) (int, error) { return len(s), nil }"), plugin])
    try signer.sign(plugin)
    func run(_ options: String...) throws -> Command.Outcome {
      try start(
        ["run", "--require-signed", "--allowed-signers", signers] + options + [plugin],
        environment: GoPlugins.environment
      ).wait()
    }
    let outcome = try run()
    #expect(outcome.stdout == "5, <nil>\n", "\(outcome.stderr)")
    let words = "Go opens it by its name, and the sandbox lets it open other files"
    #expect(try run("--no-sandbox").errors.first?.hasSuffix(words) == true)
    let reading = try run("--allow-read", folder.path)
    #expect(reading.errors.first?.hasSuffix(words) == true && reading.stdout == "")
  }

  // MARK: What is not green

  @Test func `What is called though its signature leaves a question is said to be unverified`() throws {
    try signer.sign(plugin)
    try allow("")
    let (run, check) = (try run(), try airlock("check", "--allowed-signers", signers, plugin))
    #expect(check.lines.first?.contains(" · signed by an unknown key (ED25519 SHA256:") == true, "\(check.stdout)")
    for outcome in [run, check] {
      #expect(outcome.ending == .exited(0))
    }
    try folder.folder("all")
    try folder.copy(plugin, to: "all/p.so")
    try folder.copy(plugin + ".sig", to: "all/p.so.sig")
    try folder.copy(plugin, to: "all/q.so")
    // Where debug info is not read, the other one is unverified, too.
    let unverified = Sample.oneUnverified.isEmpty ? 1 : 2
    for verb in ["run", "check"] {
      let outcome = try airlock(verb, "--allowed-signers", signers, folder("all"))
      let summary = "2 plugins: 2 passed (\(unverified) unverified)"
      #expect((outcome.stdout + outcome.stderr).contains(summary), "\(outcome.stderr)")
    }
    try folder.write("inputs", "a\nb\n")
    let calls = try airlock("run", "--inputs", folder("inputs"), "--allowed-signers", signers, folder("all"))
    #expect(calls.stderr.contains("4 passed (\(2 * unverified) unverified)"), "\(calls.stderr)")
  }
}
