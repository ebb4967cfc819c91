import Display

/// Where the view of "run all" has what: three lines of progress, what runs, what has ended, the selected plugin.
struct BatchLayout {
  let head: Rectangle
  /// With their frames; no rows where there is no room for one.
  let runningFrame: Rectangle
  let finishedFrame: Rectangle
  let selectedFrame: Rectangle

  var running: Rectangle { Layout.interior(of: runningFrame) }
  var finished: Rectangle { Layout.interior(of: finishedFrame) }
  var selected: Rectangle { Layout.interior(of: selectedFrame) }

  /// The first row of what has ended that is shown, so that this place is in the middle where it can be.
  func top(around place: Int, count: Int) -> Int { max(0, min(place - finished.rows / 2, count - finished.rows)) }

  private static let headRows = 3
  private static let mostRunning = 6
  private static let selectedRows = 5
  /// The frame of what has ended keeps so many at least.
  private static let leastFinished = 4

  init(_ layout: Layout, runningCount: Int) {
    var stack = RowStack(layout)
    head = stack.take(min(Self.headRows, stack.room))
    let wanted = runningCount == 0 ? 0 : 2 + min(runningCount, Self.mostRunning)
    runningFrame = stack.take(stack.room - wanted >= Self.leastFinished ? wanted : 0)
    let below = stack.room - Self.selectedRows >= 2 * Self.leastFinished ? Self.selectedRows : 0
    finishedFrame = stack.take(max(0, stack.room - below))
    selectedFrame = stack.take(below)
  }
}
