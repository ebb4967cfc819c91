/// Sentences that quote what came from outside stay foreign themselves: whoever shows one chooses how it is made harmless.
extension ForeignText: ExpressibleByStringInterpolation {
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }
    public mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }
    public mutating func appendInterpolation(_ text: ForeignText) { bytes += text.bytes }
    public mutating func appendInterpolation(_ path: PluginPath) { bytes += path.bytes }
    public mutating func appendInterpolation(_ text: String) { bytes += text.utf8 }
    public mutating func appendInterpolation(_ number: some BinaryInteger) { bytes += String(number).utf8 }
  }

  public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }
  public init(stringLiteral: String) { self.init(stringLiteral) }
}
