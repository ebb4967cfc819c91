import Glibc
import Linux
import PluginModel

/// A file with a key a line, as it is at this moment: who may sign, or which keys must not.
///
/// Whether a signature counts, ssh-keygen(1) decides. What is read here is what the user has written about a key.
struct SignersList {
  /// A line that names a key.
  struct Entry: Equatable {
    /// "a@example.org", "*@example.org": what stands before the options.
    let principals: [[UInt8]]
    /// `valid-before="20200101"`; empty if there are none.
    let options: String
  }

  let path: PluginPath
  let bytes: [UInt8]

  /// In bytes; a list of thousands of people is shorter.
  static let longest = 1 << 20
  /// Of a line's words in a sentence, in characters.
  private static let longestWords = 200

  /// Nobody may sign.
  static let empty = SignersList(path: PluginPath(""), bytes: [])

  private init(path: PluginPath, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }

  /// An empty one if the file is not there.
  init(_ path: PluginPath) throws(VerificationGap) {
    self.path = path
    let isOpenToAll: Bool
    do throws(SmallFile.Failure) {
      let file = try SmallFile(path, atMost: Self.longest)
      (bytes, isOpenToAll) = (file.bytes, file.status.isWritableByEveryone)
    } catch {
      guard case .absent = error else { throw .listUnusable(path, "cannot be read: \(error.words)") }
      (bytes, isOpenToAll) = ([], false)
    }
    // Whoever can write there, or put another file in its place, says who is to be trusted.
    guard !isOpenToAll else { throw .listUnusable(path, "is writable by everyone (chmod o-w)") }
    // A folder that cannot be asked about has just been told, or holds no list.
    if let folder = try? FileStatus(path: path.folder), folder.isWritableByEveryone, folder.mode & S_ISVTX == 0 {
      throw .listUnusable(path.folder, "is writable by everyone (chmod o-w)")
    }
  }

  /// The lines that name a key.
  ///
  /// - Parameter key: in base64.
  func entries(for key: [UInt8]) -> [Entry] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = Self.fields(of: line)
      guard let place = fields.firstIndex(where: { $0.elementsEqual(key) }), fields[0].first != UInt8(ascii: "#") else {
        return nil
      }
      // The key's type stands before it, and before that whose it is and on what terms.
      let terms = fields.prefix(max(0, place - 1))
      return Entry(
        principals: terms.first.map(Self.principals) ?? [],
        options: Self.words(terms.dropFirst().joined(separator: [UInt8(ascii: " ")])))
    }
  }

  /// What blanks part, but not those between quotation marks.
  private static func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var isQuoted = false
    return line.split { byte in
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      return !isQuoted && [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(byte)
    }
  }

  private static func principals(_ field: ArraySlice<UInt8>) -> [[UInt8]] {
    field.filter { $0 != UInt8(ascii: "\"") }.split(separator: UInt8(ascii: ",")).map(Array.init)
  }

  private static func words(_ bytes: some Sequence<UInt8>) -> String {
    String(ForeignText(bytes.prefix(4 * longestWords)).line.prefix(longestWords))
  }
}
