import PluginModel

/// What a plugin process tells on its own pipe. The plugin shares that process and can forge every record, so the
/// monitor takes them as the plugin's word: they choose between endings that the plugin could have chosen anyway.
enum PluginRecord: Hashable {
  /// The phase begins.
  case began(Phase)
  case returned(Int64)
  case returnedError(ForeignText, value: Int64)
  case noResult
  case notLoaded(ForeignText)
  case functionMissing
  /// It did not come so far: the sandbox could not be put up, in words.
  case notEnclosed(String)
  /// Nor here: its path leads to another file by now.
  case exchanged
  /// So many libraries have come with the plugin, itself counted.
  case mapped(UInt32)
  /// Go's type assertion failed: the function's type.
  case wrongType(ForeignText)
  /// A panic in a Go plugin: its message, and where its goroutine was, as Go prints it.
  case panicked(ForeignText, trace: ForeignText)
  /// All is done; the process ends now by itself.
  case closed
}

extension PluginRecord: WireValue {
  func write(to writer: inout WireWriter) {
    switch self {
    case .began(let phase):
      writer.put(UInt8(0))
      writer.put(phase)
    case .returned(let value):
      writer.put(UInt8(1))
      writer.put(value)
    case .returnedError(let text, let value):
      writer.put(UInt8(2))
      writer.put(text)
      writer.put(value)
    case .noResult: writer.put(UInt8(3))
    case .notLoaded(let reason):
      writer.put(UInt8(4))
      writer.put(reason)
    case .functionMissing: writer.put(UInt8(5))
    case .closed: writer.put(UInt8(6))
    case .mapped(let count):
      writer.put(UInt8(7))
      writer.put(count)
    case .notEnclosed(let reason):
      writer.put(UInt8(8))
      writer.put(reason)
    case .wrongType(let found):
      writer.put(UInt8(9))
      writer.put(found)
    case .panicked(let message, let trace):
      writer.put(UInt8(10))
      writer.put(message)
      writer.put(trace)
    case .exchanged: writer.put(UInt8(11))
    }
  }
  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .began(try Phase(from: &reader))
    case 1: self = .returned(try reader.integer())
    case 2:
      let text = try reader.foreign()
      self = .returnedError(text, value: try reader.integer())
    case 3: self = .noResult
    case 4: self = .notLoaded(try reader.foreign())
    case 5: self = .functionMissing
    case 6: self = .closed
    case 7: self = .mapped(try reader.integer())
    case 8: self = .notEnclosed(try reader.string())
    case 9: self = .wrongType(try reader.foreign())
    case 10:
      let message = try reader.foreign()
      self = .panicked(message, trace: try reader.foreign())
    case 11: self = .exchanged
    case let tag: throw .unknownCase(tag)
    }
  }
}
