import Glibc
import Linux
import PluginModel

/// Debug info kept apart from its library: by build ID, and by the name in the section `.gnu_debuglink`.
///
/// See gdb's manual, "Debugging Information in Separate Files". A debug file is as hostile as a plugin: it is opened only
/// if it is a regular file, and counts only if build ID or checksum say that it belongs to the library.
struct DebugFiles {
  static let standardRoots = [PluginPath("/usr/lib/debug")]

  /// A longer file's checksum is not computed: it takes a second for each that may be meant. In bytes.
  private static let longestChecked: UInt64 = 256 << 20
  private static let longestName = 255
  private static let notesAtMost = 4096

  let buildID: String?
  /// The file's name and checksum in `.gnu_debuglink`.
  let link: (name: [UInt8], checksum: UInt32)?
  private let path: PluginPath
  private let roots: [PluginPath]

  init(of library: PluginPath, buildID: String?, _ sections: SectionTable, roots: [PluginPath]) {
    path = library
    self.buildID = buildID
    self.roots = roots
    link = Self.link(in: sections)
  }

  /// Those that belong to the library, best first, opened one at a time until `body` returns something.
  func first<Result>(_ body: (OpenFile, PluginPath) -> Result?) -> Result? {
    for (path, isOurs) in candidates {
      guard let file = try? OpenFile(path), let state = try? file.state(),  // not there: the next may be
        let mapped = try? MappedFile(file, size: state.size), let identity = try? ELFIdentity(mapped),
        identity.isNativeLayout, identity.machine == .current, isOurs(mapped)
      else { continue }
      if let result = body(file, path) { return result }
    }
    return nil
  }

  private var candidates: [(PluginPath, (MappedFile) -> Bool)] {
    var found: [(PluginPath, (MappedFile) -> Bool)] = []
    if let buildID, buildID.utf8.count > 2 {
      let below = ".build-id/\(buildID.prefix(2))/\(buildID.dropFirst(2)).debug"
      found += roots.map { root in
        (root.appending(below.utf8), { Self.buildID(of: $0) == buildID })
      }
    }
    if let link {
      let folder = path.folder
      let whole = Self.resolved(folder)
      let places =
        [folder, folder.appending(".debug".utf8)]
        + roots.compactMap { root in whole.map { root.appending($0.bytes.drop { $0 == UInt8(ascii: "/") }) } }
      found += places.map { place in
        (
          place.appending(link.name),
          { $0.count <= Self.longestChecked && CRC32.of($0) == link.checksum }
        )
      }
    }
    return found
  }

  /// A name, a NUL, padding to four bytes, and the checksum. A name that leads elsewhere is none.
  private static func link(in sections: SectionTable) -> (name: [UInt8], checksum: UInt32)? {
    guard let content = sections.content(named: ".gnu_debuglink", upTo: longestName + 8),
      let end = content.firstIndex(of: 0), end > 0
    else { return nil }
    let name = Array(content[..<end])
    let place = (end + 4) / 4 * 4
    guard place + 4 <= content.count, !name.contains(UInt8(ascii: "/")), !name.elementsEqual("..".utf8) else {
      return nil
    }
    let checksum = content[place..<(place + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return (name, checksum)
  }

  /// By the section, for the segments of a debug file often lead nowhere.
  private static func buildID(of file: MappedFile) -> String? {
    guard let note = SectionTable(file).content(named: ".note.gnu.build-id", upTo: notesAtMost), note.count > 16,
      note[4..<8].dropFirst().allSatisfy({ $0 == 0 }), Int(note[4]) <= note.count - 16
    else { return nil }
    return Words.hexadecimal(note[16..<(16 + Int(note[4]))])
  }

  /// realpath(3).
  private static func resolved(_ folder: PluginPath) -> PluginPath? {
    guard let text = try? folder.withCString({ realpath($0, nil) }) else { return nil }  // gone since
    defer { free(text) }
    return PluginPath(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
  }
}
