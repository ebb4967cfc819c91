import Glibc

/// The programs that were built together with these tests.
public enum Executables {
  /// The path of a program in the folder that the tests themselves were built into.
  public static func path(_ name: String) -> String { directory + "/" + name }

  /// The folder that holds the tests' own executable or bundle.
  public static let directory: String = {
    var information = Dl_info()
    guard dladdr(#dsohandle, &information) != 0, let name = information.dli_fname else { return "." }
    let image = String(cString: name)
    // The path of a main program is what it was started as, and may be relative to a folder that was left.
    return parent(of: image.hasPrefix("/") ? image : "/proc/self/exe")
  }()

  private static func parent(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return "." }
    defer { free(resolved) }
    let parts = String(cString: resolved).split(separator: "/")
    return "/" + parts.dropLast().joined(separator: "/")
  }
}
