import Display
import PluginModel
import Testing

@testable import Dashboard

/// Two plugins beside each other, and one beside what it was.
@Suite struct CompareTests {
  private func inspection(_ inode: UInt64, size: Int64, _ exports: [String: UInt64], needs: [String]) -> Inspection {
    var inspection = Samples.digested(Samples.good())
    inspection.file?.inode = inode
    inspection.file?.size = size
    inspection.interface = Interface(
      needs: needs,
      exports: exports.sorted { $0.key < $1.key }.map { Interface.Export(name: $0.key, size: $0.value) })
    return inspection
  }

  private func two(_ columns: Int, _ rows: Int) -> App {
    let app = App(columns, rows)
    app.inspected("libHello", inspection(1, size: 4096, ["greet": 40, "MyFunction": 165], needs: ["libc.so.6"]))
    app.inspected(
      "libWordCount",
      inspection(2, size: 5000, ["count": 90, "MyFunction": 330], needs: ["libc.so.6", "libm.so.6"]))
    app.loaded("libHello")
    app.loaded("libWordCount")
    app.press(.enter)
    app.ran("libHello", Samples.returned(42))
    app.select("libWordCount")
    app.press(.enter)
    app.ran("libWordCount", Samples.returned(1))
    return app
  }

  @Test func theSelectedOneAndTheMarkedOne() {
    let app = two(100, 40)
    app.select("libHello")
    app.press(" ")
    app.select("libWordCount")
    app.press("d")
    app.expect(screen: "compare-100x40")
    app.press("f")
    #expect(!app.text.contains("as this machine"))
    #expect(app.text.contains("≠ hello         1"))
    app.press("f")
    #expect(app.text.contains("as this machine"))
    app.press(.escape)
    #expect(app.text.contains("1 Plugins"))
  }

  @Test func twoThatAreMarkedWhereverTheSelectionIs() {
    let app = two(100, 40)
    for name in ["libHello", "libWordCount"] {
      app.select(name)
      app.press(" ")
    }
    app.select("gopher")
    app.press("d")
    #expect(app.text.contains("libHello.so ↔ libWordCount.so"))
  }

  @Test func onASmallScreenOneStandsBelowTheOther() {
    let app = two(60, 15)
    app.select("libHello")
    app.press(" ")
    app.select("libWordCount")
    app.press("d")
    app.expect(screen: "compare-60x15")
  }

  @Test func aTextInItIsLookedFor() {
    let app = two(100, 40)
    app.select("libHello")
    app.press(" ")
    app.select("libWordCount")
    app.press("d", "/")
    app.type("greet")
    app.press(.enter)
    #expect(app.text.contains("1 of 1 lines"))
  }

  @Test func beforeAndAfterARebuild() {
    let app = two(100, 40)
    app.select("libHello")
    app.send(.changed(PluginChanges(changed: [Samples.index("libHello")]), notes: []))
    app.inspected("libHello", inspection(9, size: 4200, ["greet": 48, "MyFunction": 165], needs: ["libc.so.6"]))
    app.loaded("libHello")
    app.press(.enter)
    app.ran("libHello", Samples.returned(43))
    app.press("d")
    #expect(app.text.contains("libHello.so before ↔ libHello.so now"))
    #expect(app.text.contains("4200 bytes (+104)"))
    #expect(app.text.contains("≠ code          greet · 40 bytes"))
    #expect(app.text.contains("  load          ✓ 0.42 ms"))
    app.press("G")
    #expect(app.text.contains("≠ hello         42"))
    // What happens to it meanwhile is there at once.
    app.press(.escape, .enter, "d", "G")
    app.ran("libHello", Samples.returned(44))
    #expect(app.text.contains("│ 44"))
  }

  @Test func whatIsNotKnownYetIsAskedFor() {
    let app = App(100, 40)
    app.inspected("libHello")
    app.inspected("counter", Samples.good(.c))
    app.loaded("libHello")
    app.loaded("counter")
    app.send(.plugin(.digested(Samples.index("libHello"), inspection(7, size: 49_152, ["greet": 40], needs: []))))
    app.press(" ")
    // Somebody passed by, and did not wait for an answer.
    app.select("counter")
    app.press("d")
    #expect(app.text.contains("not read of counter.so"))
    #expect(app.effects.contains(.digest(Samples.index("counter"))))
    app.send(.plugin(.digested(Samples.index("counter"), inspection(7, size: 49_152, ["count": 8], needs: []))))
    #expect(app.text.contains("exports"))
    #expect(!app.text.contains("not read of"))
  }

  @Test func withoutTwoItIsOffAndSaysWhy() {
    let app = App(100, 30)
    app.press("d")
    #expect(app.footer == " ! Space marks: mark two, or one and select another")
    app.press(" ", "k", "d")
    #expect(app.footer == " ! select or mark another, too: this one is marked")
    app.press("U")
    for name in ["libHello", "libWordCount", "gopher"] {
      app.select(name)
      app.press(" ")
    }
    app.press("d")
    #expect(app.footer == " ! 3 are marked: it takes two")
    app.choose("compare with before")
    #expect(app.footer.contains("it was not built again since it was listed"))
    let alone = App(100, 30, plugins: PluginList([Plugin(path: PluginPath("./one.so"))]))
    alone.press("d")
    #expect(alone.footer == " ! there is one plugin only, and it was not built again since it was listed")
  }

  @Test func whatWasNotReadBeforeARebuildIsNoDifference() {
    let app = App(100, 40)
    app.inspected("libHello")
    app.loaded("libHello")
    app.send(.changed(PluginChanges(changed: [Samples.index("libHello")]), notes: []))
    app.inspected("libHello", inspection(9, size: 49_152, ["greet": 48], needs: []))
    app.loaded("libHello")
    app.press("d")
    #expect(app.text.contains("no differences in what was read: not all of file, dependencies, exports"))
    #expect(app.text.contains("  SHA-256       not read"))
    #expect(
      app.styles(of: "no differences") == app.styles(of: "regular file") || app.styles(of: "no differences") == [.plain]
    )
  }

  @Test func itIsCopiedAsText() {
    let app = two(100, 40)
    app.select("libHello")
    app.press(" ")
    app.select("libWordCount")
    app.press("d")
    let asked = app.asked(by: "y")
    guard case .copyComparison(let comparison) = asked.first else {
      Issue.record("\(asked)")
      return
    }
    #expect(comparison.left == "libWordCount.so" && comparison.right == "libHello.so")
  }
}
