import Glibc
import Linux
import PluginModel

/// A Go toolchain on this machine.
struct Toolchain: Hashable {
  /// GOROOT, links resolved.
  let root: PluginPath
  /// "go1.22.10".
  let version: String

  var program: PluginPath { root.appending("bin/go".utf8) }

  private static let longestVersion = 128

  /// Nil if there is none at the root.
  init?(root: PluginPath) {
    guard let root = Self.real(root) else { return nil }
    guard Self.isProgram(root.appending("bin/go".utf8)),
      let file = try? Descriptor.open(root.appending("VERSION".utf8), O_RDONLY)
    else {
      return nil
    }
    defer { close(file) }
    // "go1.22.10", and from Go 1.21 on a second line.
    let line = (Descriptor.read(file, upTo: Self.longestVersion) ?? []).prefix { $0 > UInt8(ascii: " ") }
    let version = ForeignText(line).line
    guard version.hasPrefix("go1") else { return nil }
    (self.root, self.version) = (root, version)
  }

  /// The root that a program called `go` lies in; links lead from /usr/bin into it.
  init?(program: PluginPath) {
    guard let real = Self.real(program) else { return nil }
    self.init(root: real.folder.folder)
  }

  private static func isProgram(_ path: PluginPath) -> Bool {
    (try? path.withCString { access($0, X_OK) == 0 }) ?? false  // a path with a NUL byte is no path
  }

  /// realpath(3).
  private static func real(_ path: PluginPath) -> PluginPath? {
    guard let text = try? path.withCString({ realpath($0, nil) }) else { return nil }  // it is not there
    defer { free(text) }
    return PluginPath(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) })
  }
}
