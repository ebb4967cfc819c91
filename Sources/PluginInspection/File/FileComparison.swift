import Glibc
import PluginModel

extension LibraryFiles {
  /// Compares two files byte for byte; nil if one cannot be read, or is not in its state before and after.
  func order(_ comparison: Comparison) -> Comparison.Order? {
    // Why a file cannot be read is told by its inspection.
    guard let one = try? open(comparison.one), let other = try? open(comparison.other),
      // One file may have many names.
      let order = comparison.one.file == comparison.other.file ? .same : try? one.order(to: other),
      (try? one.state()) == comparison.one.file, (try? other.state()) == comparison.other.file
    else { return nil }
    return order
  }

  private func open(_ side: Comparison.Side) throws(FileError) -> OpenFile? {
    let file = try OpenFile(side.path)
    // As with a plugin: what the kernel makes up as it is read cannot be mapped, and is not read.
    if file.opened.blocks == 0 { _ = try MappedFile(file, size: side.file.size) }
    return file.opened.state == side.file ? file : nil
  }
}

extension OpenFile {
  /// Of what is compared at once, in bytes: it stays in the processor's cache. To map whole files for one pass over them,
  /// and to take them out of the process again, would take longer.
  private static let pieceLength = 64 << 10

  /// Which of two files comes first, by the first byte that differs, or by their lengths. See memcmp(3).
  fileprivate func order(to other: OpenFile) throws(FileError) -> Comparison.Order {
    let pieces = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * Self.pieceLength, alignment: 1)
    defer { pieces.deallocate() }
    let piece = UnsafeMutableRawBufferPointer(rebasing: pieces[..<Self.pieceLength])
    let otherPiece = UnsafeMutableRawBufferPointer(rebasing: pieces[Self.pieceLength...])
    var offset: Int64 = 0
    while true {
      let (count, otherCount) = (try read(piece, at: offset), try other.read(otherPiece, at: offset))
      let order = memcmp(piece.baseAddress!, otherPiece.baseAddress!, min(count, otherCount))
      if order != 0 { return order < 0 ? .before : .after }
      if count != otherCount { return count < otherCount ? .before : .after }
      if count < Self.pieceLength { return .same }
      offset += Int64(count)
    }
  }
}
