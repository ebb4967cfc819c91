import Display
import PluginModel
import Testing

@testable import Dashboard

/// Colours are extra: whatever the theme, the same is told.
@Suite struct ThemeTests {
  private static let places: [[Input]] = [
    [], ["2"], ["4"], ["4", .enter], ["?"], ["b"], [":"], ["/", "l", "i", "b"], ["A"], ["i"], ["z"],
  ]

  @Test func eachThemeTellsTheSame() {
    for keys in Self.places {
      let app = App.busy(100, 30)
      for key in keys { app.press(key) }
      var texts: Set<String> = []
      for look in Theme.Look.allCases { texts.insert(app.screen(in: look).text) }
      app.theme = Theme(colour: false)
      texts.insert(app.text)
      #expect(texts.count == 1, "\(keys)")
    }
  }

  @Test func theNextThemeIsNamed() {
    let app = App.busy(100, 30)
    for name in ["light", "high contrast", "monochrome", "colour-blind-safe", "dark"] {
      app.press("T")
      #expect(app.footer == " theme: \(name)")
    }
  }

  @Test func monochromeHasNoColour() {
    let cells = App.busy(100, 30).screen(in: .monochrome).cells
    #expect(cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
    #expect(cells.contains { $0.style.attributes.contains(.reverse) })
  }

  @Test func noThemeSetsABackground() {
    for look in Theme.Look.allCases {
      for role in Role.allCases { #expect(Theme(look: look).style(role).background == nil) }
    }
  }

  /// What is hardly seen on white, and what some people cannot tell apart.
  @Test func coloursFitTheirBackgrounds() {
    let light = Role.allCases.map { Theme(look: .light).style($0).foreground }
    #expect(!light.contains(.yellow) && !light.contains(.cyan) && !light.contains(.white))
    let safe = Role.allCases.map { Theme(look: .colourBlind).style($0).foreground }
    #expect(!safe.contains(.red) && !safe.contains(.green))
    let contrast = Role.allCases.map { Theme(look: .highContrast).style($0).attributes }
    #expect(!contrast.contains { $0.contains(.dim) })
  }

  /// Those that tell apart what matters look different in each theme.
  @Test func rolesThatMatterDiffer() {
    for look in Theme.Look.allCases {
      let theme = Theme(look: look)
      #expect(theme.style(.passed) != theme.style(.failed) && theme.style(.passed) != theme.style(.look))
      #expect(theme.style(.failed) != theme.style(.look))
      #expect(theme.style(.match) != theme.style(.plain))
      #expect(theme.style(.focusedBorder) != theme.style(.border))
    }
  }

  /// The pane with the focus, and the row under the cursor, are found in each.
  @Test func theFocusIsSeen() {
    for look in Theme.Look.allCases {
      let app = App.busy(100, 30)
      let before = app.screen(in: look)
      app.press("4")
      let after = app.screen(in: look)
      let row = app.text.split(separator: "\n").firstIndex { $0.contains("4 Result") }!
      #expect(before.row(row).map(\.style) != after.row(row).map(\.style))
    }
  }
}

extension App {
  /// The same state in other colours.
  fileprivate func screen(in look: Theme.Look) -> Screen {
    var state = state
    state.look = look
    return render(state, theme: theme)
  }
}
