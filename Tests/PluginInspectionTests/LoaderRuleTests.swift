import PluginInspection
import PluginModel
import TestSupport
import Testing

/// Rules of the dynamic loader that small libraries bring out.
@Suite("Rules of the loader")
struct LoaderRuleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let plugin = """
    #include <stddef.h>
    #include <stdint.h>
    int used(void);
    int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { *r = used(); return 0; }
    """

  /// C++ gives static members of templates the binding STB_GNU_UNIQUE.
  @Test func uniqueSymbolsAreProvided() throws {
    try folder.compileC(
      "template<class T> struct S { static int x; }; template<class T> int S<T>::x = 3; template struct S<int>;",
      to: "libunique.so", language: "c++")
    try folder.compileC(
      """
      #include <cstdint>
      #include <cstddef>
      template<class T> struct S { static int x; }; extern template struct S<int>;
      extern "C" int32_t MyFunction(const char *, int64_t *r, char *, size_t) { *r = S<int>::x; return 0; }
      """, ["-Wl,-rpath,$ORIGIN"], to: "p.so", language: "c++", objects: [folder("libunique.so")])
    #expect(inspect(folder("p.so")).check(.symbols)?.status == .pass)
  }

  /// The loader binds what the dependencies need as well.
  @Test func whatADependencyNeedsIsNeeded() throws {
    try folder.compileC("int nowhere(void); int used(void) { return nowhere(); }", to: "libmid.so")
    try folder.compileC(plugin, ["-Wl,-rpath,$ORIGIN"], to: "p.so", objects: ["-L" + folder.path, "-lmid"])
    let inspection = inspect(folder("p.so"))
    #expect(inspection.rejection?.failure == .unresolvedSymbol)
    #expect(inspection.rejection?.reason == "needs symbol nowhere (for libmid.so), which nothing provides")
  }

  @Test func anEmptyRunPathIsNone() throws {
    try folder.compileC("int used(void) { return 1; }", to: "libused.so")
    try folder.compileC(plugin, ["-Wl,-rpath,X"], to: "p.so", objects: ["-L" + folder.path, "-lused"])
    // The same name with the run path's only letter taken away.
    var bytes = try folder.read("p.so")
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0, UInt8(ascii: "X"), 0]) })
    bytes[place + 1] = 0
    try folder.write("p.so", bytes)
    let reason = inspect(folder("p.so")).rejection?.reason
    #expect(reason == "needs libused.so, which was not found")
  }

  /// A reference without a version is served by a default version or the library's first, and by no other.
  @Test func hiddenVersionsServeNobodyElse() throws {
    try folder.write("map", "V_1 { }; V_2 { } V_1;")
    try folder.compileC(
      "__asm__(\".symver used_old,used@V_2\"); int used_old(void) { return 1; }",
      ["-Wl,--version-script=" + folder("map"), "-Wl,-soname,libv.so"], to: "versioned.so")
    try folder.compileC("int used(void) { return 1; }", ["-Wl,-soname,libv.so"], to: "libv.so")
    try folder.compileC(plugin, ["-Wl,-rpath,$ORIGIN"], to: "p.so", objects: ["-L" + folder.path, "-lv"])
    #expect(inspect(folder("p.so")).check(.symbols)?.status == .pass)
    try folder.write("libv.so", folder.read("versioned.so"))
    #expect(inspect(folder("p.so")).rejection?.reason == "needs symbol used, which nothing provides")
  }
}
