import Glibc

/// Writes to both of its streams, and returns how many bytes the text has.
public func MyFunction(_ input: String) throws -> Int {
  print("Chatty got: \(input)")
  let complaint = "Chatty: nothing to complain about\n"
  write(STDERR_FILENO, complaint, complaint.utf8.count)
  return input.utf8.count
}
