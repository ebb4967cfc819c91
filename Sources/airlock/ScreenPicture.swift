import Display
import PluginModel

extension Screen {
  /// Writes the screen into the current folder twice, as a picture and as text; what became of it, in words.
  func savePictures() -> String {
    let stem = "airlock-\(Moment.now.stamp)"
    let picture = Sharing(text: svg(title: "airlock"), stem: stem, ending: "svg").saved()
    let text = Sharing(text: text + "\n", stem: stem, ending: "txt").saved()
    switch (picture, text) {
    // A short line of a small screen has room for both.
    case (.success(let picture), .success(let text)):
      return "saved \(picture) and " + (picture.dropLast(4) == text.dropLast(4) ? ".txt" : text)
    case (.success(let picture), .failure(let problem)): return "saved \(picture); \(problem)"
    // What keeps the one from being written keeps the other.
    case (.failure(let problem), .failure): return "\(problem)"
    case (.failure(let problem), .success(let text)): return "saved \(text); \(problem)"
    }
  }
}
