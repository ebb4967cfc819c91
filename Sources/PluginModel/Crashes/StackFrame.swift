/// A call that had not returned.
public struct StackFrame: Hashable, Sendable {
  /// Whose code it is. What the compiler put into the plugin's file from a standard library is the runtime's.
  public enum Owner: UInt8, Sendable {
    case plugin
    /// The system's libraries, and the runtimes of languages.
    case runtime
    /// Airlock's own.
    case worker
    /// Code that lies in no file, or nowhere at all.
    case unknown
  }

  /// Demangled; nil if nothing names it.
  public var function: ForeignText?
  /// From the function's start on, in bytes.
  public var functionOffset: UInt64?
  /// Its place in the snapshot's modules.
  public var module: Int?
  /// From the module's start on, as the tools for files count it; the address itself if it lies in none.
  public var offset: UInt64
  public var location: CodeLocation?
  /// The compiler put this call's code into the next frame's.
  public var isInlined: Bool
  public var owner: Owner

  public init(
    function: ForeignText? = nil, functionOffset: UInt64? = nil, module: Int? = nil, offset: UInt64,
    location: CodeLocation? = nil, isInlined: Bool = false, owner: Owner
  ) {
    self.function = function
    self.functionOffset = functionOffset
    self.module = module
    self.offset = offset
    self.location = location
    self.isInlined = isInlined
    self.owner = owner
  }

  /// The function's name without parameters and module, as a list shows it.
  public var shortName: ForeignText? { function.map(FunctionName.short) }
}

/// A place in a source file, as debug info tells it.
public struct CodeLocation: Hashable, Sendable {
  /// Absolute, unless the debug info has less.
  public var file: ForeignText
  /// From 1 on.
  public var line: UInt32
  /// From 1 on; nil if it is not told.
  public var column: UInt32?

  public init(file: ForeignText, line: UInt32, column: UInt32? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// "nullread.c:4:17".
  public var words: ForeignText {
    let name = PluginPath(file.bytes).name
    return column.map { "\(name):\(line):\($0)" } ?? "\(name):\(line)"
  }
}

/// A file whose code was mapped.
public struct CodeModule: Hashable, Sendable {
  /// The real path, or a name in brackets: `[vdso]`.
  public var path: ForeignText
  /// The linker's build ID in lower-case hexadecimal.
  public var buildID: ForeignText?
  public var owner: StackFrame.Owner

  public init(path: ForeignText, buildID: ForeignText? = nil, owner: StackFrame.Owner) {
    self.path = path
    self.buildID = buildID
    self.owner = owner
  }

  public var name: ForeignText { PluginPath(path.bytes).name }
}

extension StackFrame: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(optional: function) { $0.put($1) }
    writer.put(optional: functionOffset) { $0.put($1) }
    writer.put(optional: module) { $0.put(UInt32($1)) }
    writer.put(offset)
    writer.put(optional: location) { $0.put($1) }
    writer.put(isInlined)
    writer.put(owner)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    function = try reader.optional { (r) throws(WireError) in try r.foreign(atMost: Limits.nameBytes) }
    functionOffset = try reader.optional { (r) throws(WireError) in try r.integer() }
    module = try reader.optional { (r) throws(WireError) in Int(try r.integer(UInt32.self)) }
    offset = try reader.integer()
    location = try reader.optional { (r) throws(WireError) in try CodeLocation(from: &r) }
    isInlined = try reader.bool()
    owner = try Owner(from: &reader)
  }
}

extension StackFrame.Owner: WireValue {
  public func write(to writer: inout WireWriter) { writer.put(rawValue) }
  public init(from reader: inout WireReader) throws(WireError) {
    let tag = try reader.integer(UInt8.self)
    guard let owner = Self(rawValue: tag) else { throw .unknownCase(tag) }
    self = owner
  }
}

extension CodeLocation: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(file)
    writer.put(line)
    writer.put(optional: column) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    file = try reader.foreign(atMost: Limits.pathBytes)
    line = try reader.integer()
    column = try reader.optional { (r) throws(WireError) in try r.integer() }
  }
}

extension CodeModule: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(optional: buildID) { $0.put($1) }
    writer.put(owner)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    path = try reader.foreign(atMost: Limits.pathBytes)
    buildID = try reader.optional { (r) throws(WireError) in try r.foreign(atMost: Limits.nameBytes) }
    owner = try StackFrame.Owner(from: &reader)
  }
}
