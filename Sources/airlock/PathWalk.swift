import Linux
import PluginModel

/// The way to a file, name by name: whoever can write where one of the names stands can lay another way.
enum PathWalk {
  /// As the kernel has it; see path_resolution(7).
  private static let linksAtMost = 40

  /// Each name on the way and where each link on it leads, in folders given by their real paths. What is not there yet
  /// counts as what it is called.
  static func places(_ path: PluginPath) -> [PluginPath] {
    var rest = names(path)
    var folder = isAbsolute(path) ? root : Descriptor.realPath(PluginPath(".")) ?? root
    var (places, links): ([PluginPath], Int) = ([], 0)
    while let name = rest.popLast() {
      guard !name.elementsEqual("..".utf8) else {
        folder = folder.folder
        continue
      }
      let place = folder.appending(name)
      places.append(place)
      if links < linksAtMost, let target = Folder.target(ofLink: place).map({ PluginPath($0.bytes) }) {
        links += 1
        rest += names(target)
        if isAbsolute(target) { folder = root }
      } else {
        folder = place
      }
    }
    return places
  }

  private static let root = PluginPath("/")

  private static func isAbsolute(_ path: PluginPath) -> Bool { path.bytes.first == UInt8(ascii: "/") }

  /// The last one first.
  private static func names(_ path: PluginPath) -> [[UInt8]] {
    path.bytes.split(separator: UInt8(ascii: "/")).map(Array.init).filter { !$0.elementsEqual(".".utf8) }.reversed()
  }
}
