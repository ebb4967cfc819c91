import Foundation

/// The programs and plugins that were built together with these tests.
public enum Executables {
  /// The path of a file in the folder that the tests themselves were built into.
  public static func path(_ name: String) -> String { directory + "/" + name }

  /// The folder of the executable or bundle that this code is in: the file that is mapped where it lies; proc(5).
  public static let directory: String = {
    let here = UInt(bitPattern: #dsohandle)
    for line in procFile("/proc/self/maps").split(separator: "\n") {
      let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard bounds.count == 2, (bounds[0]..<bounds[1]).contains(here), let path = line.firstIndex(of: "/") else {
        continue
      }
      return String(line[path..<(line.lastIndex(of: "/") ?? path)])
    }
    return "."
  }()
}
