import ArgumentParser
import Dashboard
import Glibc

/// `--theme`.
enum ThemeOption: String, CaseIterable, ExpressibleByArgument {
  case auto, dark, light
  case highContrast = "high-contrast"
  case monochrome
  case colourBlind = "colour-blind"

  var look: Theme.Look { Theme.Look(rawValue: rawValue) ?? Self.ofTerminal }

  /// Terminals that know their background tell it in `COLORFGBG`: "15;0" is white on black. Colours 7 and from 9 on are
  /// light ones.
  private static var ofTerminal: Theme.Look {
    guard let value = getenv("COLORFGBG").map({ String(cString: $0) }), let last = value.split(separator: ";").last,
      let background = Int(last)
    else { return .dark }
    return background == 7 || (9...15).contains(background) ? .light : .dark
  }
}
