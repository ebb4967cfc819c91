import PluginModel

/// What a prepared process is told: which plugin it is there for.
struct Assignment: WireValue {
  let request: RunRequest
  /// Only the Go runner is to be started: what it is to call comes later, and to the runner itself.
  let callFollows: Bool

  init(_ request: RunRequest, callFollows: Bool) { (self.request, self.callFollows) = (request, callFollows) }

  func write(to writer: inout WireWriter) {
    writer.put(request)
    writer.put(callFollows)
  }
  init(from reader: inout WireReader) throws(WireError) {
    request = try RunRequest(from: &reader)
    callFollows = try reader.bool()
  }
}
