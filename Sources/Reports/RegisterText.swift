import PluginModel

/// Registers as lines of a table: name, value, where it points.
package enum RegisterText {
  static func lines(of snapshot: ProcessSnapshot) -> [String] {
    let values = snapshot.registers.map(value)
    let width = values.map(\.count).max() ?? 0
    return zip(snapshot.registers, values).map { register, value in
      let place = place(of: register, snapshot) ?? ""
      let mark = register.isGuilty ? "  <- the fault's address comes from it" : ""
      let end = FrameText.padded(place, to: mark.isEmpty ? 0 : 12) + mark
      return FrameText.padded(register.name.line, to: 4)
        + (end.isEmpty ? value : FrameText.padded(value, to: width) + "  " + end)
    }
  }

  package static func value(_ register: Register) -> String { "0x" + String(register.value, radix: 16) }

  /// "null", "libc.so.6+0x8aeec"; nil if it points nowhere.
  package static func place(of register: Register, _ snapshot: ProcessSnapshot) -> String? {
    switch register.place {
    case .module(_, let offset)?:
      register.place.flatMap(snapshot.module).map { $0.name.line + "+0x" + String(offset, radix: 16) }
    case let place: place?.words
    }
  }
}
