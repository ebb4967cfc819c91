import FoundationEssentials

/// The first line of a journal: whose it is, and how to read it.
enum JournalHeader {
  static let version = 1

  private struct Content: Decodable {
    let airlock: String
    let version: Int
  }

  /// - Parameter name: of letters, as it is in the program.
  static func line(_ name: String) -> String { "{\"airlock\":\"\(name)\",\"version\":\(version)}" }

  /// What is wrong with a first line; nil if nothing is.
  static func fault(of line: ArraySlice<UInt8>, _ name: String) -> JournalFault? {
    if line.elementsEqual(self.line(name).utf8) { return nil }
    guard JSONSyntax.isObject(line), let content = try? JSONDecoder().decode(Content.self, from: Data(line)),
      content.airlock == name, content.version > 0
    else { return .foreign }  // whatever the decoder has to say about it
    return content.version > version ? .newer : nil
  }

  /// Whether this is how far the making of a new journal has come, when it was cut off.
  static func isBeginning(_ bytes: ArraySlice<UInt8>, _ name: String) -> Bool { line(name).utf8.starts(with: bytes) }
}

/// Why a file cannot be read as a journal.
enum JournalFault: Equatable, CustomStringConvertible {
  case foreign
  case newer
  /// Counted from 1.
  case damaged(line: Int)
  case tooLong

  var description: String {
    switch self {
    case .foreign: "was not written by airlock"
    case .newer: "was written by a newer airlock"
    case .damaged(let line): "is damaged in line \(line)"
    case .tooLong: "is too long"
    }
  }
}
