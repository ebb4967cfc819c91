import Display
import PluginModel
import Testing

@testable import Dashboard

/// The user's own keys: the footer, the help and the palette tell what then holds.
@Suite struct RemapTests {
  private func keys(_ changes: (String, [String])...) throws -> KeyMap {
    var keys = KeyMap.standard
    for (name, new) in changes {
      let problem = keys.rebind(name, to: new)
      try #require(problem == nil, "\(problem ?? "")")
    }
    return keys
  }

  private func app(_ keys: KeyMap, _ columns: Int = 100) -> App {
    let app = App(columns, 30, keys: keys)
    for name in Samples.names { app.inspected(name) }
    for name in Samples.names { app.loaded(name) }
    app.forget()
    return app
  }

  @Test func anotherKeyDoesItAndTheOldOneDoesNot() throws {
    let app = app(try keys(("run-all", ["^R", "F5"])))
    #expect(app.asked(by: "a") == [])
    app.press(.control("r"))
    #expect(app.runs.count == 12)
    app.press(.escape, .key(.function(5)))
    #expect(app.footer == " ! none may run now")
  }

  @Test func footerHelpAndPaletteTellIt() throws {
    let app = app(try keys(("sort", ["F2"]), ("run", ["Space", "Alt-r"])), 200)
    #expect(app.footer.contains("F2 sort") && !app.footer.contains(" s sort"))
    #expect(app.footer.contains("Space run"))
    app.press("?")
    #expect(app.text.contains("F2 S") && app.text.contains("Space Alt-r"))
    app.press(.escape, ":")
    app.type("sort by the next")
    #expect(app.text.contains(" F2        sort by the next column"))
  }

  @Test func messagesNameTheNewKey() throws {
    let app = app(try keys(("edit", ["F4"])))
    app.press(.paste("text"))
    #expect(app.footer == " a paste goes into the input: F4 edits it")
  }

  /// Space marked before: now it runs, and the palette still knows the mark.
  @Test func whatHadTheKeyLosesIt() throws {
    let app = app(try keys(("run", ["Space"])))
    app.press(" ")
    #expect(app.runs == ["libHello"])
    #expect(app.state.roster.marked.isEmpty)
    app.choose("mark, or not")
    #expect(app.state.roster.marked.count == 1)
  }

  /// A key that was taken where the command is not goes on as it was.
  @Test func elsewhereTheKeyKeepsItsMeaning() throws {
    let app = app(try keys(("sort", ["j"])))
    app.press("j")
    #expect(app.state.listing.order.key == .verdict)
    app.press("?")
    app.press("j")
    #expect(app.state.listing.order.key == .verdict)
    #expect(app.state.helpTop != nil)
  }

  @Test func noneTakesTheKeysAway() throws {
    let app = app(try keys(("quit", [])))
    #expect(app.asked(by: "q") == [])
    #expect(!app.footer.contains("quit"))
    app.press(":")
    app.type("quit")
    #expect(app.asked(by: .enter) == [.quit])
  }

  @Test func whatIsWrongIsTold() {
    var keys = KeyMap.standard
    #expect(keys.rebind("fly", to: ["F1"])?.hasPrefix("no action is called fly") == true)
    #expect(keys.rebind("sort-by-colour", to: ["F1"])?.contains("sort") == true)
    #expect(keys.rebind("sort", to: ["Hyper-x"]) == "no key is called Hyper-x")
    #expect(keys.rebind("sort", to: [""]) == "no key is called ")
    for name in ["^C", "Esc", "Ctrl-c", "c-C"] {
      #expect(keys.rebind("sort", to: ["F1", name]) == "\(name) keeps its meaning: it is the way out")
    }
    // Of a line that makes no sense nothing counts.
    #expect(keys.key(of: .nextSort) == "s")
    #expect(keys.binding(of: .control("c"), in: .plugins)?.command == .interrupt)
  }

  @Test func namesOfKeys() {
    let named: [(String, Input)] = [
      ("j", "j"), ("J", "J"), ("#", "#"), ("^D", .control("d")), ("ctrl-d", .control("d")), ("C-D", .control("d")),
      ("Alt-x", .text("x", .alt)), ("alt-enter", .key(.enter, .alt)), ("Shift-Tab", .key(.tab, .shift)),
      ("pgup", .key(.pageUp)), ("F12", .key(.function(12))), ("Space", " "), ("Ctrl-Left", .key(.left, .control)),
      ("-", "-"), ("^", "^"), ("é", "é"),
    ]
    for (name, key) in named { #expect(Input(named: name) == key, "\(name)") }
    for name in ["", "F99", "jj", "Alt-", "Ctrl-Nothing"] { #expect(Input(named: name) == nil, "\(name)") }
  }

  /// What the footer writes can be written in the configuration.
  @Test func eachKeyOfTheTableHasANameThatMeansIt() {
    for binding in Binding.all {
      for key in binding.keys {
        #expect(Input(named: key.name(unicode: false))?.normalized == key.normalized, "\(key.name(unicode: false))")
      }
    }
  }

  @Test func eachActionHasOneNameAndCanBeRebound() {
    var byName: [String: Set<Command>] = [:]
    for binding in Binding.all { byName[binding.command.name, default: []].insert(binding.command) }
    #expect(byName.values.allSatisfy { $0.count == 1 })
    #expect(KeyMap.commandNames.count == byName.count)
    for name in KeyMap.commandNames {
      var keys = KeyMap.standard
      let old = keys.bindings.filter { $0.command.name == name }.flatMap(\.keys)
      guard !old.contains(.escape), !old.contains(.control("c")) else {
        #expect(keys.rebind(name, to: ["F19"]) == "\(name) keeps its keys: it is a way out")
        continue
      }
      #expect(keys.rebind(name, to: ["F19"]) == nil)
      #expect(keys.bindings.filter { $0.command.name == name }.allSatisfy { $0.keys == [.key(.function(19))] })
    }
  }
}
