import PluginModel

extension LibraryFiles {
  /// Compares two files byte for byte; nil if one cannot be read, or is not in its state before and after.
  func order(_ comparison: Comparison) -> Comparison.Order? {
    // Why a file cannot be read is told by its inspection.
    guard let (one, content) = try? open(comparison.one), let (other, otherContent) = try? open(comparison.other) else {
      return nil
    }
    // One file may have many names.
    let order = comparison.one.file == comparison.other.file ? .same : content.order(to: otherContent)
    guard (try? one.state()) == comparison.one.file, (try? other.state()) == comparison.other.file else { return nil }
    return order
  }

  private func open(_ side: Comparison.Side) throws(FileError) -> (OpenFile, MappedFile)? {
    let file = try OpenFile(side.path)
    guard try file.state() == side.file else { return nil }
    return (file, try content(of: file, side.file))
  }
}
