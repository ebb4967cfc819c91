import CLinux
import Glibc
import PluginModel

/// A folder that is held open, so that the files in it are reached without the walk along its path each time.
///
/// It stays the folder that it was when it was opened, whatever its path leads to since.
public final class OpenFolder {
  public let path: PluginPath
  fileprivate let descriptor: Int32

  /// Nil for a folder that cannot be opened: the way along the path says why.
  public init?(_ path: PluginPath) {
    guard let descriptor = try? Descriptor.openPlace(path) else { return nil }
    (self.path, self.descriptor) = (path, descriptor)
  }

  deinit { close(descriptor) }

  /// Whether a path is this folder's with a name behind it.
  fileprivate func holds(_ file: PluginPath) -> Bool {
    let count = path.bytes.count
    // One that is too long for the kernel stays so.
    guard file.bytes.count > count + 1, file.bytes.count < Int(PATH_MAX), file.bytes[count] == slash else {
      return false
    }
    return file.bytes.starts(with: path.bytes) && !file.bytes[(count + 1)...].contains(slash)
  }
}

/// The folder of the file that was looked at last: it is opened when the next one lies there too.
public struct LastFolder {
  private var path: PluginPath?
  private var folder: OpenFolder?

  public init() {}

  /// The folder that a file lies in, if it is open.
  public mutating func folder(of file: PluginPath) -> OpenFolder? {
    let path = file.folder
    if path != self.path {
      (self.path, folder) = (path, nil)
    } else if folder == nil {
      folder = OpenFolder(path)
    }
    return folder
  }
}

private let slash = UInt8(ascii: "/")

extension PluginPath {
  /// As `withCString`, for a system call that takes a folder as well.
  ///
  /// - Parameter folder: shortens the way if the path is one of a file in it.
  func withCString<Result>(
    in folder: OpenFolder?, _ body: (_ folder: Int32, UnsafePointer<CChar>) -> Result
  ) throws(SystemError) -> Result {
    guard let folder, folder.holds(self) else { return try withCString { body(AT_FDCWD, $0) } }
    return try withCString { body(folder.descriptor, $0 + folder.path.bytes.count + 1) }
  }
}
