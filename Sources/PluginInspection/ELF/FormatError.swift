import PluginModel

/// Why a file's format does not hold up.
enum FormatError: Error, Equatable {
  /// What it is instead: "gzip data".
  case notELF(String)
  /// In bytes.
  case truncated(size: UInt64, expected: UInt64)
  /// Not even the header is whole. In bytes.
  case truncatedHeader(size: UInt64, header: UInt64)
  /// What is wrong with which table: "program headers lie outside the file".
  case damaged(String)
  /// What `objcopy --only-keep-debug` leaves: the tables of a library without its content.
  case onlyDebugInfo

  var rejection: Rejection {
    switch self {
    case .notELF(let what): Rejection(.notELF, "not an ELF file (\(what))")
    case .truncated(let size, let expected):
      Rejection(.truncated, "cut off: \(size) of \(expected) bytes", hint: Self.truncationHint)
    case .truncatedHeader(let size, let header):
      Rejection(.truncated, "cut off: \(size) bytes, the ELF header alone has \(header)", hint: Self.truncationHint)
    case .damaged(let what): Rejection(.malformed, "damaged: \(what)")
    case .onlyDebugInfo:
      Rejection(
        .notASharedLibrary, "only debug info, not a shared library",
        hint: "Give the library that it was taken from.")
    }
  }

  /// In one phrase, for a title.
  var nature: String {
    switch self {
    case .notELF(let what): what == "empty" ? "empty file" : what
    case .truncated, .truncatedHeader: "ELF file, cut off"
    case .damaged: "ELF file, damaged"
    case .onlyDebugInfo: "debug info of a library"
    }
  }

  /// Why nothing more can be told of such a file.
  var obstacle: String {
    switch self {
    case .notELF: "it is not an ELF file"
    case .truncated, .truncatedHeader: "the file is cut off"
    case .damaged: "the file is damaged"
    case .onlyDebugInfo: "it is only debug info"
    }
  }

  private static let truncationHint = "Copy or build it again: its end is missing."
}
