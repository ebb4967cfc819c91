import CTerminal
import Glibc

/// Which characters the terminal understands, as the locale says.
enum TextEncoding {
  /// Sets the process' character encoding from the environment, and tells whether it is UTF-8.
  ///
  /// A UTF-8 locale that is named but not installed, or that does not know wide characters, is replaced by C.UTF-8: the
  /// terminal is what it is, whatever this computer has installed. See setlocale(3).
  static func choose() -> Bool {
    let isSet = setlocale(LC_CTYPE, "") != nil
    if isUTF8Named, !isSet || terminal_character_width(0x4E2D) != 2 { setlocale(LC_CTYPE, "C.UTF-8") }
    return String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
  }

  private static var isUTF8Named: Bool {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = getenv(variable), value.pointee != 0 else { continue }
      let name = String(cString: value).lowercased()
      return name.hasSuffix("utf-8") || name.hasSuffix("utf8") || name.contains("utf-8@") || name.contains("utf8@")
    }
    return false
  }
}
