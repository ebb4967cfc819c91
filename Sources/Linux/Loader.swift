import CLinux
import Glibc
import PluginModel

/// What the dynamic loader of this process knows and has done.
public enum Loader {
  /// A library that is part of this process, and so of every process forked from it.
  public struct LoadedLibrary {
    public let path: PluginPath
    /// DT_SONAME; empty if it has none.
    public let soname: [UInt8]
  }

  /// The libraries of this process, in the order of their loading; the program itself and the vDSO left out.
  public static func libraries() -> [LoadedLibrary] {
    var found: [LoadedLibrary] = []
    withUnsafeMutablePointer(to: &found) { list in
      linux_each_library(list) { context, path, soname in
        guard let path, let soname, path.pointee == CChar(UInt8(ascii: "/")) else { return }
        context?.assumingMemoryBound(to: [LoadedLibrary].self).pointee.append(
          LoadedLibrary(path: PluginPath(Loader.bytes(path)), soname: Loader.bytes(soname)))
      }
    }
    return found
  }

  /// The C library's own version, "2.36"; gnu_get_libc_version(3).
  public static var libraryVersion: String { String(cString: linux_libc_version()) }

  /// `$PLATFORM` in a search path.
  public static var platform: [UInt8] { linux_platform().map(bytes) ?? [] }

  /// The names of the folders below `glibc-hwcaps` that hold libraries for this processor, best first. See ld.so(8).
  public static var hardwareFolders: [[UInt8]] {
    let level = Int(linux_processor_level())
    return level < 2 ? [] : (2...level).reversed().map { Array("x86-64-v\($0)".utf8) }
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
  }
}
