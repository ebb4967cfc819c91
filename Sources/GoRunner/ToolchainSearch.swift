import Linux
import PluginModel

/// The Go toolchains of this machine, wherever installers put them. Nothing of a plugin says where to look.
struct ToolchainSearch {
  private(set) var found: [Toolchain] = []
  /// Where they were looked for, in words.
  let places: [String]

  private static let foldersAtMost = 1000

  init(_ surroundings: GoSurroundings) {
    places =
      ["PATH"] + (surroundings.goroot.map { ["GOROOT (\($0.line))"] } ?? [])
      + (surroundings.others.isEmpty ? [] : ["AIRLOCK_GO (\(ForeignText(surroundings.others).line))"])
      + ["~/sdk/go*", "~/go/pkg/mod/golang.org/toolchain@*", "/usr/lib/go-*", "/usr/local/go*"]
    for root in Self.folders(surroundings.others) + (surroundings.goroot.map { [$0] } ?? []) {
      add(Toolchain(root: root))
    }
    for folder in Self.folders(surroundings.searchPath) { add(Toolchain(program: folder.appending("go".utf8))) }
    if let home = surroundings.home {
      addAll(in: home.appending("sdk".utf8), named: "go")
      addAll(in: home.appending("go/pkg/mod/golang.org".utf8), named: "toolchain@")
    }
    addAll(in: PluginPath("/usr/lib"), named: "go-")
    addAll(in: PluginPath("/usr/local"), named: "go")
  }

  /// "go1.19.8 in /usr/lib/go-1.19".
  var words: [String] { found.map { "\($0.version) in \($0.root.line)" } }

  private mutating func add(_ toolchain: Toolchain?) {
    guard let toolchain, !found.contains(where: { $0.root == toolchain.root }) else { return }
    found.append(toolchain)
  }

  private mutating func addAll(in folder: PluginPath, named prefix: String) {
    // A folder that is not there, or not for this user, holds no toolchain.
    let entries = (try? Folder.entries(of: folder, atMost: Self.foldersAtMost)) ?? []
    for name in entries.map(\.name).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where name.starts(with: prefix.utf8) {
      add(Toolchain(root: folder.appending(name)))
    }
  }

  /// Of a list with colons. A relative one depends on the folder that one happens to be in, where a plugin may lie.
  private static func folders(_ list: [UInt8]) -> [PluginPath] {
    list.split(separator: UInt8(ascii: ":")).filter { $0.first == UInt8(ascii: "/") }.map { PluginPath($0) }
  }
}
