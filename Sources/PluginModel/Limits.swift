/// The bounds on what Airlock takes in, each with its unit.
public enum Limits {
  /// Of the text given to a plugin's function, in bytes.
  public static let inputBytes = 1 << 20
  /// Of a list of inputs: the file in bytes, and how many there may be.
  public static let inputListBytes = 64 << 20
  public static let inputs = 10_000
  /// Of the calls of several plugins with several inputs each.
  public static let calls = 1_000_000
  /// Of what is kept of such calls in full until it is told, in bytes; of those that come after it the outputs' heads.
  public static let keptCallBytes = 64 << 20
  /// Of what is kept of each of stdout and stderr: half from the head, half from the tail. The rest is counted.
  public static let outputBytes = 64 << 10
  /// Of what a plugin may write to stdout and stderr together, in bytes; then it is stopped.
  public static let floodBytes: UInt64 = 16 << 20
  /// Of a file that a plugin may write where it is allowed to, in bytes.
  public static let fileBytes: UInt64 = 64 << 20
  /// Of descriptors that a plugin process may have open.
  public static let openFiles: UInt64 = 256
  /// Of threads and processes that a plugin may have at a time; one more is refused with EAGAIN.
  public static let threads = 128
  /// Of the frames of one thread that are told, the innermost; of all threads together so many times that.
  public static let frames = 256
  public static let framesInAll = 2048
  /// Of the files that a snapshot of a process tells.
  public static let modules = 256
  /// Of a processor's registers.
  public static let registers = 64
  /// Of a function's name in a crash report, in bytes.
  public static let nameBytes = 512
  /// Of a path in a crash report, in bytes.
  public static let pathBytes = 4096
  /// Of what the unwinder tells of a process, in bytes.
  public static let snapshotBytes = 2 << 20
  /// Of a source file that an excerpt is taken from, in bytes.
  public static let sourceBytes = 1 << 20
  /// Of different denied actions that are listed; the rest is counted.
  public static let attempts = 100
  /// Of the address space of a Go process, in bytes: Go reserves most of it before it does anything.
  public static let leastGoMemory: UInt64 = 1 << 30
  /// Of the error text of a C plugin: the caller's buffer, in bytes.
  public static let errorBufferBytes = 4096
  /// Of any error text that is kept, in bytes.
  public static let errorBytes = 64 << 10
  /// Of the plugins in one list.
  public static let plugins = 100_000
  /// Of the names that are read from one folder.
  public static let folderEntries = 1_000_000
  /// How deep `--recursive` goes.
  public static let folderDepth = 64
}
