import Foundation
import PluginInspection
import PluginModel
import TestSupport
import Testing

/// Libraries that nobody here wrote, judged beside the loader's own tools.
@Suite("Libraries of the system")
struct SystemLibraryTests {
  /// Every so many files are taken; AIRLOCK_EVERY=1 takes all.
  private static let every = ProcessInfo.processInfo.environment["AIRLOCK_EVERY"].flatMap { Int($0) } ?? 20

  private static let sample: [String] = {
    let root = "/usr/lib"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let libraries = names.filter { $0.contains(".so") }.sorted().map { root + "/" + $0 }.filter { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return attributes?[.type] as? FileAttributeType == .typeRegular
        && FileHandle(forReadingAtPath: path)?.readData(ofLength: 4) == Data([0x7F] + Array("ELF".utf8))
    }
    return stride(from: 0, to: libraries.count, by: every).map { libraries[$0] }
  }()

  private static let hasLoaderTools = FileManager.default.isExecutableFile(atPath: "/usr/bin/ldd")

  /// ldd(1) asks the loader itself what it would load, and with -r what would stay undefined.
  @Test(.enabled(if: hasLoaderTools, "ldd is not installed: nothing to compare with"))
  func areJudgedAsTheLoaderDoes() throws {
    try #require(!Self.sample.isEmpty)
    let inspector = Inspector()
    for path in Self.sample {
      let inspection = inspector.inspect(InspectionRequest(path: PluginPath(path), function: "MyFunction"))
      let loader = Loader(path)
      guard let dependencies = inspection.check(.dependencies) else {
        // Only what is no library for this machine may end before; of those ldd says the same.
        #expect(
          loader.isRefused || inspection.rejection?.failure == .notASharedLibrary, "\(path): \(inspection.checks)")
        continue
      }
      #expect(!loader.isRefused, "\(path): ldd refuses what passed")
      #expect(Self.places(dependencies.details) == loader.places, "\(path)")
      #expect((dependencies.status == .fail) == loader.isMissingLibraries, "\(path): \(dependencies.summary)")
      if !loader.isMissingLibraries, let symbols = inspection.check(.symbols) {
        #expect((symbols.status == .fail) == loader.isMissingSymbols, "\(path): \(symbols.summary)\n\(loader.text)")
      }
    }
  }

  /// The files of a tree of dependencies.
  private static func places(_ details: [String]) -> Set<String> {
    Set(
      details.compactMap { line in
        let parts = line.split(separator: " ", omittingEmptySubsequences: true)
        return parts.count >= 3 && parts[1].hasPrefix("/") ? resolved(String(parts[1])) : nil
      })
  }

  static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// What `ldd -r` says.
  private struct Loader {
    let text: String
    let places: Set<String>

    init(_ path: String) {
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
      process.arguments = ["-r", path]
      process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
      process.standardOutput = output
      process.standardError = output
      try? process.run()  // then there is no text, and nothing fits
      text = String(decoding: (try? output.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      places = Set(
        text.split(separator: "\n").compactMap { line in
          guard let address = line.range(of: " (0x"), !line.contains("linux-vdso") else { return nil }
          let path = line[..<address.lowerBound].split(whereSeparator: \.isWhitespace).last
          return path.map { SystemLibraryTests.resolved(String($0)) }
        })
    }

    var isRefused: Bool { text.contains("not a dynamic executable") }
    var isMissingLibraries: Bool { text.contains("=> not found") }
    var isMissingSymbols: Bool { text.contains("undefined symbol:") || text.contains("symbol lookup error") }
  }
}
