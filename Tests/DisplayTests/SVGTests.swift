import Display
import Testing

@Suite struct SVGTests {
  private func picture(_ text: String, style: Style = .plain, title: String = "airlock") -> String {
    var screen = Screen(size: Size(columns: 20, rows: 2))
    screen.put(text, column: 0, row: 0, style: style)
    return screen.svg(title: title)
  }

  @Test func `Text and title are escaped`() {
    let svg = picture("<a>&\"b'", title: "x < \"y\" & \u{1}z")
    #expect(svg.contains(">&lt;a&gt;&amp;&quot;b'</tspan>"))
    #expect(svg.contains("aria-label=\"x &lt; &quot;y&quot; &amp; \u{FFFD}z\""))
  }

  @Test func `Each word has its column, a wide character its two`() {
    let svg = picture("ab  cd 数e")
    #expect(svg.contains("<tspan x=\"0\" textLength=\"18\">ab</tspan>"))
    #expect(svg.contains("<tspan x=\"36\" textLength=\"18\">cd</tspan>"))
    #expect(svg.contains("<tspan x=\"63\" textLength=\"18\">数</tspan>"))
    #expect(svg.contains("<tspan x=\"81\" textLength=\"9\">e</tspan>"))
  }

  @Test func `Frames are lines, bars are rectangles`() {
    let svg = picture("┌─┐ ██")
    #expect(!svg.contains("─") && !svg.contains("█"))
    #expect(svg.contains("<path d=\"M4 10h5M4 10v10M9 10h9"))
    #expect(svg.contains("<rect x=\"36\" y=\"0\" width=\"18\" height=\"20\""))
  }

  @Test func `Style is drawn`() {
    #expect(picture("x", style: Style(.red, .bold)).contains("fill=\"#f0717a\" font-weight=\"700\""))
    #expect(picture("x", style: Style(nil, .dim)).contains("opacity=\".6\""))
    #expect(picture("x", style: Style(.green, on: .blue)).contains("width=\"9\" height=\"20\" fill=\"#6cb2f7\""))
    let reversed = picture("x", style: Style(.green, .reverse))
    #expect(reversed.contains("width=\"9\" height=\"20\" fill=\"#8ccf7e\""))
    #expect(reversed.contains("<text y=\"15\" fill=\"#15181e\">"))
  }

  @Test func `The same screen gives the same picture`() {
    #expect(picture("a ─ b") == picture("a ─ b"))
  }
}
