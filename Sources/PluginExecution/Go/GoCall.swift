import PluginModel

/// What the Go runner is asked to do; it reads this in place of a `RunRequest`. See runner.go, `readRequest`.
struct GoCall: WireValue {
  /// Absolute or with a slash in it: dlopen(3) takes anything else for a name to look for.
  let path: PluginPath
  /// As its author wrote it: Go itself finds the symbol.
  let function: String
  let isCalled: Bool
  let input: ForeignText

  init(_ request: RunRequest) {
    path = request.path
    function = request.symbol
    isCalled = request.goal == .call
    input = request.input
  }

  func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(function)
    writer.put(isCalled)
    writer.put(input)
  }
  init(from reader: inout WireReader) throws(WireError) {
    path = try PluginPath(from: &reader)
    function = try reader.string()
    isCalled = try reader.bool()
    input = try reader.foreign()
  }
}
