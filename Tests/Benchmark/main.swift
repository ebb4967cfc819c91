// What the README and the notes give as figures: `swift run -c release airlock-benchmark`.
// Each figure is the median of many, with the 99th percentile where single ones matter to a person.

try FirstPaint.measure()
try Keyboard.measure()
try Runs.measure()
try Floods.measure()
try GoRuns.measure()
