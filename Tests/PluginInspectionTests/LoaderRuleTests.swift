import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

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

  // MARK: Compared with the loader itself

  /// A program that opens a library and says how many of its own it then has, as a fresh process of this system does it.
  private func program(in place: String) throws -> String {
    try folder.compileC(
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <link.h>
      #include <stdio.h>
      #include <string.h>
      static int count;
      static int see(struct dl_phdr_info *info, size_t size, void *folder) {
        return count += strncmp(info->dlpi_name, folder, strlen(folder)) == 0, 0;
      }
      int main(int argc, char **argv) {
        if (!dlopen(argv[1], RTLD_NOW)) return puts(dlerror()), 1;
        dl_iterate_phdr(see, argv[2]);
        printf("%d\\n", count);
        return 0;
      }
      """, ["-pie", "-ldl"], to: place + "/program")
  }

  private func graph(of path: String, libraryPath: String, program: String) throws -> DependencyGraph {
    let open = try OpenFile(PluginPath(path))
    let state = try open.state()
    let file = try MappedFile(open, size: state.size)
    let library = try SharedLibrary(try ELFImage(file, identity: try ELFIdentity(file)))
    let rules = LoaderRules(libraryPath: Array(libraryPath.utf8), program: PluginPath(program))
    return DependencyGraph(of: library, at: PluginPath(path), state.identity, rules: rules, files: LibraryFiles())
  }

  /// The loader expands `$ORIGIN` there once, for the program: where the plugin lies does not matter.
  @Test(arguments: ["program", "plugin"])
  func originInTheEnvironment(place: String) throws {
    for name in ["program/libs", "plugin/libs"] { try folder.folder(name) }
    let libraryPath = "/nonexistent;$ORIGIN/libs"
    let used = try folder.compileC("int used(void) { return 1; }", to: "libused.so")
    let path = try folder.compileC(plugin, to: "plugin/p.so", objects: ["-L" + folder.path, "-lused"])
    #expect(rename(used, folder(place + "/libs/libused.so")) == 0)
    let outcome = try Command(
      program(in: "program"), [path, folder.path], environment: ["LD_LIBRARY_PATH": libraryPath]
    ).wait()
    let graph = try graph(of: path, libraryPath: libraryPath, program: folder("program"))
    #expect((outcome.ending == .exited(0)) == graph.missing.isEmpty, "\(outcome.stdout)")
    #expect(graph.missing.isEmpty == (place == "program"))
    guard case .missing(let tried)? = graph.missing.first?.place else { return }
    #expect(tried.prefix(2).map(\.line) == ["/nonexistent/libused.so", folder("program/libs/libused.so")])
  }

  /// Links, and the plugin under another name: the loader knows a file by device and inode.
  @Test func oneFileUnderSeveralNames() throws {
    try folder.compileC("int used(void) { return 1; }", to: "libone.so")
    symlink("libone.so", folder("libtwo.so"))
    #expect(link(folder("libone.so"), folder("libthree.so")) == 0)
    symlink("p.so", folder("libself.so"))
    try folder.compileC("int other(void) { return 1; }", to: "p.so")
    let names = ["one", "two", "three", "self"].map { "-l" + $0 }
    let linked = try folder.compileC(
      plugin, ["-Wl,-rpath,$ORIGIN,--no-as-needed", "-L" + folder.path], to: "linked.so", objects: names)
    #expect(rename(linked, folder("p.so")) == 0)
    let graph = try graph(of: folder("p.so"), libraryPath: "", program: "/")
    let ours = graph.libraries.filter { $0.path?.bytes.starts(with: folder.path.utf8) == true }
    #expect(ours.map { String(decoding: $0.name, as: UTF8.self) } == ["p.so", "libone.so"])
    #expect(Set(graph.libraries[0].needs.prefix(4)) == [0, 1])
    try folder.folder("program")
    let outcome = try Command(program(in: "program"), [folder("p.so"), folder.path]).wait()
    #expect(outcome.stdout == "\(ours.count)\n")
  }

  /// RPATH and RUNPATH, inherited and not, and the environment: the paths that the loader says it tries, in its order.
  @Test(arguments: ["--disable-new-dtags", "--enable-new-dtags"], ["--disable-new-dtags", "--enable-new-dtags", nil])
  func theOrderOfTheSearch(plugins: String, dependencys: String?) throws {
    for name in ["program", "p1", "p2", "m1", "e1"] { try folder.folder(name) }
    try folder.compileC("int gone(void) { return 1; }", to: "libgone.so")
    let path = { (name: String) in folder(name) }
    let middle = dependencys.map { ["-Wl,\($0),-rpath,$ORIGIN/../m1:\(path("m1"))/missing"] } ?? []
    try folder.compileC(
      "int gone(void); int used(void) { return gone(); }", middle, to: "p2/libmid.so",
      objects: ["-L" + folder.path, "-lgone"])
    let plugin = try folder.compileC(
      plugin, ["-Wl,\(plugins),-rpath,\(path("p1")):$ORIGIN/p2,-rpath-link,\(folder.path)"], to: "p.so",
      objects: ["-L" + path("p2"), "-lmid"])
    unlink(path("libgone.so"))
    let outcome = try Command(
      program(in: "program"), [plugin, folder.path],
      environment: ["LD_LIBRARY_PATH": path("e1"), "LD_DEBUG": "libs"]
    ).wait()
    let marker = "trying file="
    let theirs = outcome.stderr.split(separator: "\n").compactMap { line in
      line.range(of: marker).map { String(line[$0.upperBound...]) }
    }
    // Folders for other processors are tried as well, unless the loader has found before that they are not there.
    .filter { $0.hasSuffix("/libgone.so") && !$0.contains("/glibc-hwcaps/") && !$0.contains("/tls/") }
    .filter {
      ["p1", "p2", "m1", "e1", "missing", "lib", "x86_64-linux-gnu", "aarch64-linux-gnu"].contains(
        $0.split(separator: "/").dropLast().last.map(String.init) ?? "")
    }
    let graph = try graph(of: plugin, libraryPath: path("e1"), program: path("program"))
    guard case .missing(let tried) = try #require(graph.missing.first?.place) else { return }
    // The loader leaves out folders that it knows to be missing; of all others it forgets none.
    let ours = tried.map(\.line).filter { theirs.contains($0) }
    #expect(theirs.count > 4, "\(outcome.stderr)")
    #expect(ours == theirs.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, "\(tried.map(\.line))")
  }
}
