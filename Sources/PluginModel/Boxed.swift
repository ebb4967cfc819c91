/// A large value that most of its holders lack: without one they have no room for it, and are copied so much the sooner.
@propertyWrapper
public struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private indirect enum Box: Hashable {
    case full(Value)
  }

  private var box: Box?

  public init(wrappedValue: Value? = nil) { box = wrappedValue.map(Box.full) }

  public var wrappedValue: Value? {
    get {
      guard case .full(let value)? = box else { return nil }
      return value
    }
    set { box = newValue.map(Box.full) }
  }
}
