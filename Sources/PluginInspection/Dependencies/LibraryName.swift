/// The name by which a library is needed, found in tables by the thousand: hashed at once, where an array would be hashed
/// byte by byte.
struct LibraryName: Hashable {
  let bytes: [UInt8]

  func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
