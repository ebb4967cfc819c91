import Glibc

/// Something that may have to wait, for a disk, a lock, a directory service, on a thread of its own: keys are heard
/// meanwhile. It starts at once, and nothing can stop it.
///
/// The C interface is pthread_create(3). Whoever uses it must not fork without executing something else.
public final class Background<Result: Sendable> {
  /// To be polled for reading: it is at its end when the work is done. -1 if the work was done at once.
  public let descriptor: Int32
  private let outcome = Outcome()
  private var thread: pthread_t?

  /// Only the thread touches it, until it has ended.
  private final class Outcome: @unchecked Sendable { var result: Result? }

  /// Where no thread can be had, the work is done here and now.
  public init(_ work: @escaping @Sendable () -> Result) {
    guard let pipe = try? DescriptorPair(.pipe) else {  // nobody could be told of the end
      descriptor = -1
      outcome.result = work()
      return
    }
    descriptor = pipe.first
    let (outcome, end) = (outcome, pipe.second)
    let body = ThreadBody {
      outcome.result = work()
      close(end)
    }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(body)
    let error = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().perform() }
        return nil
      }, argument.toOpaque())
    if error == 0 {
      self.thread = thread
    } else {
      argument.release()
      body.perform()
    }
  }

  deinit {
    if let thread { pthread_detach(thread) }
    if descriptor >= 0 { close(descriptor) }
  }

  /// What came of it; waits for that.
  public func finish() -> Result {
    if let thread { pthread_join(thread, nil) }
    thread = nil
    guard let result = outcome.result else { preconditionFailure("the work has ended, and there is nothing of it") }
    return result
  }
}

/// A C function takes no generic type with it.
private final class ThreadBody: Sendable {
  let perform: @Sendable () -> Void

  init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }
}
