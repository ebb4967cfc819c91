import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

/// Made-up files that ask for more work than any real one: it is bounded, and what was left out is not told as proved.
@Suite("Bounds")
struct BoundTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func inspectNeeding(_ names: [String], runPath: String? = nil) throws -> Inspection {
    var builder = ELFBuilder()
    builder.addNeeds(names, runPath: runPath)
    return inspect(try folder.write("plugin.so", builder.bytes))
  }

  private func names(_ count: Int) -> [String] { (0..<count).map { "libx\($0).so" } }

  @Test func theBuilderBuildsNeeds() throws {
    let inspection = try inspectNeeding(["libc.so.6", "libx.so"], runPath: "/a:/b")
    #expect(inspection.rejection?.reason == "needs libx.so, which was not found")
    #expect(
      inspection.check(.dependencies)?.details.prefix(3) == [
        "libx.so was not found; tried in this order:", "  /a/libx.so", "  /b/libx.so",
      ])
    #expect(inspection.check(.symbols)?.summary == "not made: a library is missing")
  }

  /// A byte that is none of a text's is told in four characters.
  @Test func badNames() {
    let name = [UInt8](repeating: 0xFF, count: 150)
    #expect(Words.name(name, atMost: 160).count == 160)
    #expect(Words.name(name, atMost: 160) == Words.name(name[...], atMost: 160))
  }

  /// Thousands of names in hundreds of folders: millions of paths.
  @Test func paths() throws {
    let folders = (0..<400).map { "/nonexistent/\($0)" }.joined(separator: ":")
    let inspection = try inspectNeeding(names(4000), runPath: folders)
    let check = try #require(inspection.check(.dependencies))
    #expect(check.status == .fail)
    #expect(inspection.rejection?.failure == .missingDependency)
    #expect(check.details.count == Int(Check.detailsAtMost))
    #expect(check.details.last == "…")
    #expect(check.hint?.split(separator: "\n").count == 6)
  }

  /// The bound is reached before the first name is done: nothing is known to be missing.
  @Test func oneNameInTooManyFolders() throws {
    let path = String(repeating: "/x:", count: 20_000) + "/y"
    let inspection = try inspectNeeding(["libx0.so", "libx1.so", "libx2.so", "libc.so.6"], runPath: path)
    let dependencies = try #require(inspection.check(.dependencies))
    #expect(inspection.rejection?.reason == "needs libx0.so, which was not found (and 1 more)")
    #expect(dependencies.details.contains("given up: 50000 paths were tried"))
    #expect(dependencies.details.contains("  libx2.so  NOT LOOKED FOR"))
  }

  @Test func librariesThatAreNotSought() throws {
    // All but one lie where the search comes before the bound.
    let chain = try folder.folder("lib")
    for index in 0..<3 {
      try folder.compileC("int f\(index)(void) { return 0; }", ["-nostdlib"], to: "lib/libx\(index).so")
    }
    let runPath = String(repeating: "/x:", count: 21_000) + chain
    let inspection = try inspectNeeding(names(3), runPath: runPath)
    let check = try #require(inspection.check(.dependencies))
    #expect(check.status == .unverified)
    #expect(check.summary == "2 of 3 found, and then the search was given up: 50000 paths were tried")
    #expect(check.hint == "Whether the rest is there was not looked for; opening it tells.")
    #expect(inspection.check(.symbols)?.summary == "not made: not all libraries were looked for")
    #expect(inspection.check(.function)?.status == .pass)
    #expect(inspection.rejection == nil)
    #expect(inspection.symbol == "MyFunction")
    #expect(inspection.hasUnverifiedCheck)
  }

  @Test func needs() throws {
    let many = try inspectNeeding(Array(repeating: "libc.so.6", count: 5000))
    #expect(many.check(.dependencies)?.status == .unverified)
    #expect(
      many.check(.dependencies)?.summary.hasSuffix("the needs of plugin.so are too many or too long") == true)
    let long = try inspectNeeding([String(repeating: "x", count: 5000)])
    #expect(long.check(.dependencies)?.status == .unverified)
    let path = try inspectNeeding(["libc.so.6"], runPath: "/" + String(repeating: "x", count: 70_000))
    #expect(path.check(.dependencies)?.status == .unverified)
  }

  /// The loader reads names of any length; what is passed over here is not told as found.
  @Test(arguments: [(8191, true), (8192, false), (20_000, false)])
  func lengthOfNames(length: Int, isRead: Bool) throws {
    for size in [0, 1, 4000, 5000] {
      let name = String(repeating: "x", count: length)
      let other = String(repeating: "y", count: size)
      let path = try folder.compileC(goodC + "\nvoid \(name)(void) {} void y\(other)(void) {}")
      let check = try #require(inspect(path).check(.symbols))
      #expect(check.status == (isRead ? .pass : .unverified))
      if !isRead {
        #expect(check.summary.hasSuffix("found, and not all were read: a name has 8192 bytes or more"))
      }
    }
  }

  @Test func versions() throws {
    var builder = ELFBuilder()
    builder.dynamic += [(0x6FFF_FFFC, 0x100), (0x6FFF_FFFD, 5000)]
    let inspection = inspect(try folder.write("plugin.so", builder.bytes))
    #expect(inspection.check(.symbols)?.status == .unverified)
    #expect(inspection.check(.symbols)?.summary == "0 found, and not all were read: it has more than 4096 versions")
    #expect(inspection.rejection == nil)
  }

  /// A name beyond the bound may be the one that was meant.
  @Test func functions() throws {
    let names = (0..<51_000).map { "f\($0)" }.joined(separator: "\n.global ")
    let labels = (0..<51_000).map { ".type f\($0),%function\nf\($0):" }.joined(separator: "\n")
    try folder.write("f.s", ".text\n.global \(names)\n\(labels)\nnop\n.section .note.GNU-stack,\"\",%progbits\n")
    try folder.run("/usr/bin/env", ["cc", "-shared", "-nostdlib", "-o", folder("plugin.so"), folder("f.s")])
    let inspection = inspect(folder("plugin.so"))
    #expect(inspection.rejection?.failure == .functionNotFound)
    #expect(inspection.rejection?.hint?.hasSuffix("\nOnly the first 50000 of its functions were compared.") == true)
    #expect(inspect(folder("plugin.so"), function: "f50999").symbol == "f50999")
  }
}
