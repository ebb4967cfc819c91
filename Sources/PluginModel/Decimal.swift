/// Numbers as text, without Foundation.
public enum Decimal {
  /// With so many digits after the point: `fixed(0.7051, places: 2)` is "0.71".
  public static func fixed(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1) { power, _ in power * 10 }
    // Half away from zero, by hand: rounded() would need the C library's mathematics.
    let scaled = value * Double(scale) + (value < 0 ? -0.5 : 0.5)
    guard scaled.magnitude < 9e18 else { return value < 0 ? "-inf" : "inf" }
    let units = Int(scaled)
    let fraction = String(units.magnitude % UInt(scale))
    let sign = units < 0 ? "-" : ""
    guard places > 0 else { return sign + String(units.magnitude) }
    return sign + String(units.magnitude / UInt(scale)) + "." + String(repeating: "0", count: places - fraction.count)
      + fraction
  }

  /// As `fixed`, without zeros at the end.
  public static func trimmed(_ value: Double, places: Int) -> String {
    var text = fixed(value, places: places)
    while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// "7d0c…e1b4": enough of a long number to tell it from another.
  public static func abbreviated(hexadecimal number: String) -> String {
    number.utf8.count <= 12 ? number : number.prefix(4) + "…" + number.suffix(4)
  }

  /// "48 KiB", "9.1 MiB", "512 B".
  public static func bytes(_ count: UInt64) -> String {
    var value = Double(count)
    for unit in ["B", "KiB", "MiB", "GiB"] {
      if value < 1024 || unit == "GiB" {
        return (unit == "B" || value >= 100 ? fixed(value, places: 0) : trimmed(value, places: 1)) + " " + unit
      }
      value /= 1024
    }
    return ""
  }

  /// Three digits that count, by thousands: 130,912 is "131,000".
  public static func rounded(_ value: UInt64) -> String {
    var unit: UInt64 = 1
    while value / unit >= 1000 { unit *= 10 }
    let digits = String((value / unit + (value % unit >= unit - unit / 2 ? unit > 1 ? 1 : 0 : 0)) * unit)
    return String(
      digits.enumerated().flatMap { index, digit in
        index > 0 && (digits.count - index) % 3 == 0 ? [",", digit] : [digit]
      })
  }

  /// "0.71 ms", "12.4 ms", "3.9 s".
  public static func time(_ nanoseconds: UInt64) -> String {
    let milliseconds = Double(nanoseconds) / 1e6
    if milliseconds < 10 { return fixed(milliseconds, places: 2) + " ms" }
    if milliseconds < 1000 { return fixed(milliseconds, places: 1) + " ms" }
    return fixed(milliseconds / 1000, places: 1) + " s"
  }
}
