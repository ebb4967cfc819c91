import PluginModel

/// Registers as lines of a table: name, value, where it points.
enum RegisterText {
  static func lines(of snapshot: ProcessSnapshot) -> [String] {
    let values = snapshot.registers.map { "0x" + String($0.value, radix: 16) }
    let width = values.map(\.count).max() ?? 0
    return zip(snapshot.registers, values).map { register, value in
      let place = register.place.flatMap { words(for: $0, snapshot) } ?? ""
      let mark = register.isGuilty ? "  <- the fault's address comes from it" : ""
      let end = FrameText.padded(place, to: mark.isEmpty ? 0 : 12) + mark
      return FrameText.padded(register.name.line, to: 4)
        + (end.isEmpty ? value : FrameText.padded(value, to: width) + "  " + end)
    }
  }

  private static func words(for place: MemoryPlace, _ snapshot: ProcessSnapshot) -> String? {
    switch place {
    case .module(_, let offset):
      snapshot.module(at: place).map { $0.name.line + "+0x" + String(offset, radix: 16) }
    default: place.words
    }
  }
}
