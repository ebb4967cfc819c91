#if canImport(CElfutils)
  import CElfutils
#endif

/// What debug info says about the function at an address: this file alone calls libdw (DWARF, see dwarfstd.org).
enum DebugInfo {
  enum Answer: Equatable {
    case signature(CSignature)
    case go(GoSignature)
    /// The file has none for this function.
    case absent
    /// It is in yet another file: split off by the compiler, or shared by dwz(1).
    case elsewhere
    /// The function's language does not tell it in C's terms.
    case otherLanguage(String)
    /// Airlock was built without libdw.
    case notRead
  }

  #if canImport(CElfutils)
    static let canBeRead = true

    /// The function whose code begins at the address; another one of its name, or a declaration, proves nothing.
    static func signature(in file: OpenFile, at address: UInt64) -> Answer {
      var found = elfutils_signature()
      guard elfutils_signature_at(file.descriptor, address, &found) else {
        return found.is_elsewhere ? .elsewhere : .absent
      }
      switch found.language {
      case .assembler: return .otherLanguage("assembler")
      case .swift: return .otherLanguage("Swift")
      case .cLike, .go: break
      }
      let listed = (0..<min(found.parameter_count, UInt32(ELFUTILS_PARAMETERS))).map {
        elfutils_parameter(&found, $0)
      }
      let isOpenEnded = found.is_variadic || found.parameter_count > listed.count
      let producer = withUnsafeBytes(of: found.producer) { Words.name($0.prefix { $0 != 0 }) }
      if found.language == .go {
        return .go(
          GoSignature(
            parameters: listed.filter { !$0.is_result }.map(spelling),
            results: listed.filter(\.is_result).map(spelling), isOpenEnded: isOpenEnded, producer: producer))
      }
      return .signature(
        CSignature(
          result: value(found.result), parameters: listed.map(value), isOpenEnded: isOpenEnded,
          mayLackUnusedParameters: producer.hasPrefix("zig ")))
    }

    /// The type of the Go variable at an address; nil if nothing tells.
    static func goVariable(in file: OpenFile, at address: UInt64) -> String? {
      var found = elfutils_type()
      return elfutils_variable_type_at(file.descriptor, address, &found) ? spelling(found) : nil
    }

    private static func value(_ type: elfutils_type) -> CSignature.Value {
      let shape: CSignature.Shape =
        switch type.shape {
        case .void: .nothing
        case .integer: .integer(size: type.size)
        case .pointer where type.pointee == .integer: .pointerToInteger(size: type.pointee_size)
        default: .other
        }
      return CSignature.Value(shape: shape, spelling: spelling(type))
    }

    private static func spelling(_ type: elfutils_type) -> String {
      withUnsafeBytes(of: type.spelling) { Words.name($0.prefix { $0 != 0 }) }
    }
  #else
    static let canBeRead = false

    static func signature(in file: OpenFile, at address: UInt64) -> Answer { .notRead }

    static func goVariable(in file: OpenFile, at address: UInt64) -> String? { nil }
  #endif
}
