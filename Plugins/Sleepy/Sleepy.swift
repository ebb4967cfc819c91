import Glibc

/// Sleeps past any time limit.
public func MyFunction(_ input: String) throws -> Int {
  while true { sleep(3600) }
}
