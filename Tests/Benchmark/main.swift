// What the README and the notes give as figures: `swift run -c release airlock-benchmark`, or with the names of some of
// the measurements: `swift run -c release airlock-benchmark libraries`.
// Each figure is the median of many, with the 99th percentile where single ones matter to a person.

let measurements: [(name: String, measure: () throws -> Void)] = [
  ("paint", FirstPaint.measure), ("keys", Keyboard.measure), ("swap", HotSwap.measure), ("runs", Runs.measure),
  ("matrix", MatrixRuns.measure),
  ("go", GoRuns.measure),
  ("crashes", Crashes.measure), ("floods", Floods.measure),
  ("libraries", SystemLibraries.measure), ("inspections", Inspections.measure), ("signatures", Signatures.measure),
]
let wanted = CommandLine.arguments.dropFirst()
for (name, measure) in measurements where wanted.isEmpty || wanted.contains(name) { try measure() }
