import Foundation
import PluginInspection
import PluginModel
import TestSupport
import Testing

/// What an inspector remembers of libraries must make no difference to what it says of the next plugin.
@Suite("Remembered libraries")
struct RememberedLibraryTests {
  private let folder: TemporaryFolder
  private let inspector = Inspector()

  init() throws {
    folder = try TemporaryFolder()
    // Used by the plugins; needs a function of whoever brings it.
    try folder.compileC("int help(void); int used(void) { return help(); }", to: "libused.so")
    try folder.compileC("int help(void) { return 1; }", to: "libhelp.so")
    try plugin("with.so", ["-Wl,--no-as-needed", "-lused", "-lhelp"])
    try plugin("without.so", ["-lused", "-Wl,--unresolved-symbols=ignore-all"])
    // Only files that were not changed a moment ago are remembered.
    Thread.sleep(forTimeInterval: 1.2)
  }

  private func plugin(_ name: String, _ libraries: [String]) throws {
    try folder.compileC(
      """
      #include <stddef.h>
      #include <stdint.h>
      int used(void);
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = used(); return 0; }
      """, ["-Wl,-rpath,$ORIGIN"], to: name, objects: ["-L" + folder.path] + libraries)
  }

  private func request(_ name: String) -> Request {
    .inspect(InspectionRequest(path: PluginPath(folder(name)), function: "MyFunction"))
  }

  private func reasons(_ names: String...) -> [String?] {
    var reasons: [String?] = []
    inspector.answer(names.map(request)) { reply in
      if case .inspected(let inspection) = reply { reasons.append(inspection.rejection?.reason) }
      return true
    }
    return reasons
  }

  private let missing = "needs symbol help (for libused.so), which nothing provides"

  /// What one plugin's libraries find in each other, another's may lack.
  @Test func whatWasFoundInOtherCompanyIsLookedUpAgain() {
    #expect(reasons("with.so", "without.so", "with.so", "libused.so") == [nil, missing, nil, libraryReason])
    #expect(reasons("without.so", "with.so", "without.so") == [missing, nil, missing])
  }

  /// As a plugin, it needs the symbol itself.
  private var libraryReason: String { "needs symbol help, which nothing provides" }

  @Test func aReplacedLibraryIsReadAgain() throws {
    #expect(reasons("with.so") == [nil])
    try folder.compileC("int other(void) { return 1; }", to: "libhelp.so")
    #expect(reasons("with.so") == [missing])
    try folder.compileC("int help(void) { return 1; }", to: "libhelp.so")
    #expect(reasons("with.so") == [nil])
  }

  /// A plugin that is a library of others is read once for both.
  @Test func aPluginThatIsNeededIsReplaced() throws {
    #expect(reasons("libhelp.so", "with.so").last == .some(nil))
    try folder.compileC("int other(void) { return 1; }", to: "libhelp.so")
    #expect(reasons("libhelp.so", "with.so").last == .some(missing))
  }

  /// What was seen after somebody asked need not be looked at again for him.
  @Test func aLookHoldsForWhoAskedBefore() throws {
    let asked = DispatchTime.now().uptimeNanoseconds
    let reason = { (asked: UInt64) in
      let path = PluginPath(folder("with.so"))
      return inspector.inspect(InspectionRequest(path: path, function: "MyFunction", asked: asked)).rejection?.reason
    }
    #expect(reason(asked) == nil)
    try FileManager.default.removeItem(atPath: folder("libhelp.so"))
    let remembered = reason(asked)
    // On a machine that is very busy the look was too long ago, and the file was looked at again.
    #expect(remembered == nil || DispatchTime.now().uptimeNanoseconds - asked > 400_000_000)
    #expect(reason(DispatchTime.now().uptimeNanoseconds) == "needs libhelp.so, which was not found")
  }

  /// Plugins that need the same libraries find the same, but for one that calls itself as one of them.
  @Test(arguments: [["plain.so", "alike.so", "again.so"], ["alike.so", "again.so", "plain.so"]])
  func whatNeedsTheSameFindsTheSame(names: [String]) throws {
    let source = """
      #include <math.h>
      #include <stddef.h>
      #include <stdint.h>
      int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = (int64_t)cos((double)i[0]); return 0; }
      """
    try folder.compileC(source, to: "plain.so", objects: ["-lm"])
    try folder.compileC(source, to: "again.so", objects: ["-lm"])
    try folder.compileC(source, ["-Wl,-soname,libm.so.6"], to: "alike.so", objects: ["-lm"])
    let asked = DispatchTime.now().uptimeNanoseconds
    let checks = { (inspector: Inspector, name: String) in
      let path = PluginPath(folder(name))
      return inspector.inspect(InspectionRequest(path: path, function: "MyFunction", asked: asked)).checks.filter {
        $0.id == .dependencies || $0.id == .symbols
      }
    }
    for name in names {
      let found = checks(inspector, name)
      #expect(found == checks(Inspector(), name))
      #expect((found.last?.status == .pass) == (name != "alike.so"))
    }
  }

  /// A short plugin whose name is no library's is read once more where another one needs it.
  @Test func aShortPluginThatIsNeededIsReadAgain() throws {
    try folder.compileC("int help(void) { return 1; }", to: "help.so")
    try plugin("both.so", ["-Wl,--no-as-needed", "-lused", "-l:help.so"])
    #expect(reasons("help.so", "both.so", "help.so", "both.so").enumerated().allSatisfy { $0 % 2 == 0 || $1 == nil })
    try folder.compileC("int other(void) { return 1; }", to: "help.so")
    #expect(reasons("help.so", "both.so").last == .some(missing))
  }

  /// Who asks says when nothing more is wanted.
  @Test func aBatchEndsWhenItsAnswersAreNotWanted() {
    var count = 0
    inspector.answer([request("with.so"), request("without.so")]) { _ in
      count += 1
      return false
    }
    #expect(count == 1)
  }
}
