import ScreenHarness
import Testing

/// The text that the function is called with.
@Suite struct InputEditingTests {
  /// Between the frame of the pane, without what follows.
  private func input(_ app: App) -> String {
    guard let title = (1..<app.rows).first(where: { app.line($0).contains("3 Input") }) else { return "" }
    let text = app.line(title + 1).split(separator: "│").last ?? ""
    return String(text.dropFirst()).trimmingSuffix(" ")
  }

  private func edit(_ app: App) throws {
    app.press("i")
    try app.wait("the cursor") { app.text.contains("editing · ") && app.isCursorVisible }
  }

  private func expect(_ app: App, _ text: String) throws {
    try app.wait("the input “\(text)”") { self.input(app) == text }
  }

  private func run(_ app: App, _ result: String) throws {
    app.press(.enter)
    try app.wait("the result \(result)") { app.text.contains("│ \(result), <nil>") && !app.isCursorVisible }
  }

  @Test func `Enter runs what was typed, Esc leaves it`() throws {
    try withAirlock(Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      try expect(app, "hello")
      try edit(app)
      app.press(" you")
      try expect(app, "hello you")
      try run(app, "9")
      try app.waitForFocus("1 Plugins")

      try edit(app)
      app.press("!")
      try expect(app, "hello you!")
      app.press(.escape)
      try app.wait("the list") { app.footer.contains("Enter run") && !app.isCursorVisible }
      try app.see("run 1 ", "9, <nil>")  // nothing was run
      try expect(app, "hello you!")
      try run(app, "10")
    }
  }

  @Test func `Letters are text there, also those that are keys elsewhere`() throws {
    try withAirlock(Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      try edit(app)
      app.press(.control("u"), "qxajkgGR?1P")
      try expect(app, "qxajkgGR?1P")
      try run(app, "11")
    }
  }

  @Test func `It is edited as a shell's line is`() throws {
    try withAirlock(Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      try edit(app)
      app.press(" big wide world", .control("w"))
      try expect(app, "hello big wide")
      app.press(.left, .left, .backspace, "R")
      try expect(app, "hello big wiRe")
      app.press(.home, .delete, "J", .end, "!", .control("a"), ">")
      try expect(app, ">Jello big wiRe !")
      app.press(.alt("f"), .control("k"))
      try expect(app, ">Jello")
      app.press(.control("u"))
      try expect(app, "")
      app.press(.control("y"))
      try expect(app, ">Jello")
      try run(app, "6")
    }
  }

  @Test func `A character is what people see as one`() throws {
    try withAirlock(Samples.path("libHello")) { app in
      try app.waitForVerdicts(passed: 1)
      try edit(app)
      app.press(.control("u"), "数え e\u{301} 👩‍👩‍👧")
      try app.wait(for: "editing · 6 characters · 29 bytes")
      try app.see("│ 数え é ")
      // Six of them: the family is one.
      try run(app, "6")
      try edit(app)
      app.press(.backspace, .backspace, .backspace, .backspace)
      try app.wait(for: "editing · 2 characters · 6 bytes")
      try expect(app, "数え")
      try app.waitWhole()
      try run(app, "2")
    }
  }

  @Test func `A paste of lines is one text, and runs nothing`() throws {
    try withAirlock(Samples.path("libWordCount")) { app in
      try app.waitForVerdicts(passed: 1)
      app.paste("q\n")
      try app.waitForNotice("a paste goes into the input: i edits it")
      try edit(app)
      app.press(.control("u"))
      app.paste("one two\nthree\r\nfour\tfive")
      try app.see("│ one two⏎ ", "│ three⏎ ", "│ four⇥five ", "editing · 3 lines · 23 bytes")
      #expect(!app.text.contains("<nil>"))
      try run(app, "5")
      app.press("4", .enter)
      try app.see("full text", "│ three")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
