import Display
import Foundation
import Testing

@testable import Dashboard

/// Whole screens, compared with files that somebody has read. `AIRLOCK_RECORD=1 swift test` writes them anew.
enum Golden {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Goldens")
  private static let isRecording = ProcessInfo.processInfo.environment["AIRLOCK_RECORD"] == "1"

  static func expect(_ text: String, _ name: String, _ place: SourceLocation) {
    let file = folder.appendingPathComponent(name + ".txt")
    if isRecording {
      #expect(throws: Never.self, sourceLocation: place) {
        try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
      }
      return
    }
    guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("there is no \(file.path); record it with AIRLOCK_RECORD=1 and read it", sourceLocation: place)
      return
    }
    if golden != text + "\n" {
      Issue.record("the screen is not \(name):\n\(difference(golden, text + "\n"))", sourceLocation: place)
    }
  }

  /// The lines that differ, each with its number: as it was, and as it is.
  private static func difference(_ golden: String, _ text: String) -> String {
    let old = golden.components(separatedBy: "\n")
    let new = text.components(separatedBy: "\n")
    return (0..<max(old.count, new.count)).flatMap { index -> [String] in
      let (was, now) = (index < old.count ? old[index] : "", index < new.count ? new[index] : "")
      return was == now ? [] : ["\(index + 1) was │\(was)", "\(index + 1) is  │\(now)"]
    }.joined(separator: "\n")
  }
}

extension App {
  /// The screen is the one in `Goldens/NAME.txt`.
  func expect(screen name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    Golden.expect(framed(text), name, sourceLocation)
  }

  /// As `expect(screen:)`, with a second grid under it: a letter for the look of each cell, and what the letters mean.
  func expect(styledScreen name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    var letters: [Style: Character] = [.plain: " "]
    var legend: [String] = []
    let screen = self.screen
    let grid = (0..<screen.size.rows).map { row in
      String(
        screen.row(row).map { cell in
          if let letter = letters[cell.style] { return letter }
          let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(legend.count)))
          letters[cell.style] = letter
          legend.append("\(letter) = \(cell.style.words)")
          return letter
        })
    }.joined(separator: "\n")
    Golden.expect(
      framed(text) + "\n\n" + framed(grid) + "\n" + legend.joined(separator: "\n"), name, sourceLocation)
  }

  /// With its size and the cursor, and a mark at the right edge, so that the file shows where the screen ends.
  private func framed(_ text: String) -> String {
    let screen = self.screen
    let cursor = screen.cursor.map { ", cursor at column \($0.column), row \($0.row)" } ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line + String(repeating: " ", count: max(0, screen.size.columns - TextWidth.of(line))) + "¦"
    }
    return (["\(screen.size.columns)×\(screen.size.rows)\(cursor)"] + lines).joined(separator: "\n")
  }
}

extension Style {
  fileprivate var words: String {
    let attributes: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    return
      (attributes.filter { self.attributes.contains($0.0) }.map(\.1)
      + [foreground.map { "\($0)" }, background.map { "on \($0)" }].compactMap { $0 }).joined(separator: " ")
  }
}
