import Foundation

/// Times of one thing done many times.
struct Sample {
  private let sorted: [Double]

  /// - Parameter milliseconds: one value a repetition.
  init(_ milliseconds: [Double]) { sorted = milliseconds.sorted() }

  var median: Double { sorted[sorted.count / 2] }
  var worst: Double { sorted[min(sorted.count - 1, sorted.count * 99 / 100)] }

  func report(_ name: String) {
    print(
      name.padding(toLength: 58, withPad: " ", startingAt: 0)
        + String(format: "%8.2f ms  (99th percentile %.2f, %d times)", median, worst, sorted.count))
  }
}

func report(_ name: String, _ value: String) {
  print(name.padding(toLength: 58, withPad: " ", startingAt: 0) + value)
}

/// Milliseconds since a fixed point.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}
