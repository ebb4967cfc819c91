import PluginModel

/// One call of the matrix that is looked at by itself: its report or its full text.
struct OpenCall: Sendable {
  /// As it was after this call and no other.
  let plugin: Plugin
  let sandbox: SandboxPolicy
  let crash: SeenCrash?
}

extension State {
  // MARK: The list of inputs

  /// Opens the list; at first the input stands in it.
  mutating func openInputs() {
    let text = inputsText ?? InputList.line(for: input) ?? ""
    inputsField = TextField(text, limit: Limits.inputBytes)
  }

  /// The inputs of before that are not in the list yet, the newest last.
  mutating func addEarlierInputs() {
    guard let field = inputsField else { return }
    let lines = Set(field.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    let new = inputHistory.entries.compactMap(InputList.line).filter { !lines.contains($0) }
    guard !new.isEmpty else {
      notice = Notice("no other inputs were run before")
      return
    }
    let start = field.text.isEmpty || field.text.hasSuffix("\n") ? "" : "\n"
    inputsField?.apply(.end)
    let isWhole = inputsField?.insert(start + new.joined(separator: "\n")) ?? true
    notice = isWhole ? Notice("\(new.count) added") : Notice(Self.listIsFull, .look)
  }

  static let listIsFull = "the list is full: it holds \(Decimal.bytes(UInt64(Limits.inputBytes)))"

  /// Another list in place of this one. A file ends its last line; here each line that is seen is an input.
  mutating func take(inputs text: String, from source: String) {
    if inputsField == nil { openInputs() }
    inputsField?.replace(with: text.last?.isLineBreak == true ? String(text.dropLast()) : text)
    notice = Notice("the list is now \(source)")
  }

  // MARK: Calling

  /// Calls the marked plugins, or all that the list shows, with each line of the list.
  mutating func callAll() -> [Effect] {
    guard let field = inputsField else { return [] }
    let inputs: [ForeignText]
    do {
      inputs = try InputList(Array((field.text + "\n").utf8)).inputs
    } catch {
      notice = Notice("\(error)", .look)
      return []
    }
    let all = runAllMembers.filter { !roster.rows[$0].isGone }
    let members = all.filter { roster.plugins[$0].rejection(settings) == nil }
    guard !members.isEmpty else {
      notice = Notice("none may be called: a check failed", .look)
      return []
    }
    guard members.count <= Limits.calls / inputs.count else {
      notice = Notice(
        "\(members.count) plugins with \(inputs.count) inputs are more than \(Limits.calls) calls: mark fewer", .look)
      return []
    }
    inputsText = field.text
    inputsField = nil
    matrixRun = MatrixRun(
      members, inputs: inputs, rejected: all.count - members.count, sandbox: sandbox,
      isTurned: MatrixLayout.turns(members: members.count, inputs: inputs.count, layout), at: now)
    isMatrixShown = true
    return [.call(members, inputs: inputs)]
  }

  mutating func callAgain() -> [Effect] {
    guard let run = matrixRun else { return [] }
    let cell = run.cursor
    let member = run.matrix.members[cell.row]
    let isAlone = matrixRun?.callAgain(cell, at: now) ?? true
    return [.callAgain(member, column: isAlone ? cell.column : nil)]
  }

  mutating func stopCalls() -> [Effect] {
    matrixRun?.stop(at: now)
    return [.stopCalls]
  }

  /// Takes what happened to a plugin that the matrix has.
  mutating func noteInMatrix(_ event: PluginEvent) {
    guard let row = matrixRun?.matrix.row(of: event.index) else { return }
    let plugin = roster.plugins[event.index]
    switch event {
    case .calling(_, let column): matrixRun?.begin(MatrixRun.Cell(row: row, column: column), at: now)
    case .called(_, let column, let report):
      matrixRun?.take(report, at: MatrixRun.Cell(row: row, column: column), of: plugin, settings, now)
    case .recalled: matrixRun?.recall(row: row, at: now)
    case .inspected where plugin.rejection(settings) != nil:
      if matrixRun?.isUnderWay == true, matrixRun?.matrix.isDone(row: row) == false {
        matrixRun?.reject(row: row, at: now)
      } else {
        matrixRun?.note(plugin.inspection?.file, row: row)
      }
    case .inspected: matrixRun?.note(plugin.inspection?.file, row: row)
    case .digested, .matched, .reached, .preparing, .crashed, .loaded, .ran: break
    }
  }

  // MARK: Moving and opening

  mutating func moveInMatrix(_ move: Command.Move) {
    guard let run = matrixRun else { return }
    let axes = MatrixAxes(run)
    let page = MatrixLayout(layout, axes).rows
    matrixRun?.cursor = axes.cell(
      line: move.from(axes.cursorLine, count: axes.lines, page: page), place: axes.cursorPlace)
  }

  mutating func moveAcrossMatrix(_ move: Command.Across) {
    guard let run = matrixRun else { return }
    let axes = MatrixAxes(run)
    let place =
      switch move {
      case .left: axes.cursorPlace - 1
      case .right: axes.cursorPlace + 1
      case .start: 0
      case .end: axes.places - 1
      }
    matrixRun?.cursor = axes.cell(line: axes.cursorLine, place: max(0, min(axes.places - 1, place)))
  }

  /// To the next call that came to something else than most others, or to the first on an input where there is no most.
  mutating func goToOdd(forwards: Bool) {
    guard let run = matrixRun else { return }
    let axes = MatrixAxes(run)
    var equals: [Int: Int?] = [:]
    func isStop(_ cell: MatrixRun.Cell) -> Bool {
      guard run.matrix.isSplit(column: cell.column) else { return false }
      guard run.matrix.usual(column: cell.column) == nil else {
        return run.matrix.isOdd(row: cell.row, column: cell.column)
      }
      let first = equals[cell.column] ?? run.matrix.firstOfEquals(column: cell.column)
      equals[cell.column] = .some(first)
      return first == cell.row
    }
    let count = axes.lines * axes.places
    let start = axes.cursorLine * axes.places + axes.cursorPlace
    for step in 1...max(1, count) {
      let number = (start + (forwards ? step : count - step)) % count
      let cell = axes.cell(line: number / axes.places, place: number % axes.places)
      guard isStop(cell) else { continue }
      matrixRun?.cursor = cell
      return
    }
  }

  /// The report of the call under the cursor, or all that it came to.
  mutating func openCallOfMatrix() {
    guard let run = matrixRun, let report = run.report(at: run.cursor) else { return }
    let index = run.matrix.members[run.cursor.row]
    reveal(index)  // what is decided while it is read is decided about this plugin
    let call = PluginCalls.Call(
      column: run.cursor.column, input: run.matrix.inputs[run.cursor.column], report: report)
    let plugin = roster.plugins[index].after(call)
    var settings = settingsOfCalls
    settings.input = call.input
    let occurrence = CrashOccurrence(of: plugin, called: true, settings: settings, layers: layers, ended: now)
    openCall = OpenCall(
      plugin: plugin, sandbox: run.sandbox, crash: occurrence.map { SeenCrash(occurrence: $0, number: nil) })
    if occurrence == nil { page = Page(of: plugin, .result, self) } else { openCrash() }
  }

  var openCallObstacle: String? {
    guard let run = matrixRun else { return nil }
    if run.matrix.isRejected(row: run.cursor.row) { return "a check failed: it was not called" }
    guard run.matrix.answer(row: run.cursor.row, column: run.cursor.column) != nil else {
      return "it has not ended yet"
    }
    return run.report(at: run.cursor) == nil
      ? "its report was let go, there were too many: \(keys.name(of: .run, in: .matrix)) calls it again" : nil
  }

  var callAgainObstacle: String? {
    guard let run = matrixRun else { return nil }
    if roster.rows[run.matrix.members[run.cursor.row]].isGone { return "its file has gone" }
    return run.isAwaited(run.cursor) || run.isRunning(run.cursor) != nil ? "it is called already" : nil
  }

  /// More are not written while the screen waits.
  static let exportedCalls = 5_000

  var exportCallsObstacle: String? {
    guard let matrix else { return nil }
    if matrix.doneCount == 0 { return "nothing has ended yet" }
    return matrix.members.count * matrix.inputs.count > Self.exportedCalls
      ? "more than \(Self.exportedCalls) calls: airlock run --inputs writes them" : nil
  }

  /// All calls that were answered, to be exported as `run --inputs` writes them.
  public var calls: [PluginCalls] {
    guard let run = matrixRun else { return [] }
    return run.matrix.members.enumerated().map { row, member in
      PluginCalls(
        roster.plugins[member],
        run.matrix.inputs.indices.compactMap { column in
          run.toldReport(at: MatrixRun.Cell(row: row, column: column)).map {
            PluginCalls.Call(column: column, input: run.matrix.inputs[column], report: $0)
          }
        })
    }
  }
  public var matrix: Matrix? { matrixRun?.matrix }
  /// As they were made.
  public var settingsOfCalls: Settings {
    var settings = settings
    settings.sandbox = matrixRun?.sandbox ?? sandbox
    return settings
  }
}
