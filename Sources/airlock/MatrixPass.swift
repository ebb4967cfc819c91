import PluginModel
import Reports

/// `run --inputs`: takes what the calls come to, and tells of each plugin when its last call has ended, in list order.
struct MatrixPass {
  private let settings: Settings
  private let format: ReportOptions.Format
  private let text: MatrixText
  private let json: MatrixJSON
  private let junit: MatrixJUnit

  private(set) var matrix: Matrix
  /// By row; let go once they are told.
  private var reports: [[RunReport?]]
  /// Of them all, in bytes.
  private var kept = 0
  /// Calls of which not all was kept.
  private(set) var shortenedCount = 0
  /// The next row to be told.
  private var next = 0
  /// The worst of each plugin that was told.
  private var verdicts: [Verdict?] = []

  init(members: Range<Int>, inputs: [ForeignText], settings: Settings, report: ReportOptions, text: TextReport) {
    self.settings = settings
    format = report.format
    self.text = MatrixText(text)
    json = MatrixJSON(settings: settings, version: Airlock.version)
    junit = MatrixJUnit(settings: settings, inputs: inputs)
    matrix = Matrix(Array(members), inputs: inputs)
    reports = Array(repeating: [], count: members.count)
  }

  /// Takes an event that the list has taken.
  mutating func take(_ event: PluginEvent, _ list: PluginList) {
    guard let row = matrix.row(of: event.index) else { return }
    switch event {
    case .inspected(let index, _):
      if list[index].rejection(settings) != nil { matrix.reject(row: row) }
    case .recalled:
      matrix.clear(row: row)
      forget(row)
    case .called(_, let column, let report):
      matrix.take(Answer(report.ending), row: row, column: column)
      keep(report, row, column)
    case .digested, .matched, .reached, .preparing, .crashed, .loaded, .ran, .calling: break
    }
  }

  private mutating func keep(_ report: RunReport, _ row: Int, _ column: Int) {
    var report = report
    if kept + report.keptBytes > Limits.keptCallBytes {
      report = report.shortened
      shortenedCount += 1
    }
    kept += report.keptBytes
    if reports[row].isEmpty { reports[row] = Array(repeating: nil, count: matrix.inputs.count) }
    reports[row][column] = report
  }

  private mutating func forget(_ row: Int) {
    kept -= reports[row].reduce(0) { $0 + ($1?.keptBytes ?? 0) }
    reports[row] = []
  }

  /// What is to be printed of the plugins at the front of the list that are done.
  ///
  /// - Parameter isOpen: whether it is not yet known if a plugin is the same as another.
  mutating func tell(_ list: PluginList, _ layers: SandboxLayers?, isOpen: (Int) -> Bool, to batch: inout OutputBatch) {
    while next < matrix.members.count, matrix.isDone(row: next), !isOpen(matrix.members[next]) {
      let calls = PluginCalls(
        list[matrix.members[next]],
        reports[next].enumerated().compactMap { column, report in
          report.map { PluginCalls.Call(column: column, input: matrix.inputs[column], report: $0) }
        })
      verdicts.append(Plugin(worstOf: calls).verdict(settings))
      tell(calls, layers, to: &batch)
      forget(next)
      next += 1
    }
  }

  private func tell(_ calls: PluginCalls, _ layers: SandboxLayers?, to batch: inout OutputBatch) {
    switch format {
    case .text:
      let lines = text.lines(of: calls)
      batch.append(lines.stderr, to: .stderr)
      batch.append(lines.stdout, to: .stdout)
    case .json:
      if next == 0 { batch.append(json.head(layers: layers), to: .stdout) }
      batch.append(json.plugin(calls, isFirst: next == 0), to: .stdout)
    case .junit:
      if next == 0 { batch.append(junit.head, to: .stdout) }
      batch.append(junit.suite(calls), to: .stdout)
    }
  }

  /// What follows after the last plugin.
  func end(_ list: PluginList) -> OutputBatch {
    var batch = OutputBatch()
    if shortenedCount > 0 {
      batch.append(
        [
          "Note: of \(shortenedCount) calls only the beginnings of outputs and no details of crashes are told: there were too many to keep"
        ],
        to: .stderr)
    }
    switch format {
    case .text: batch.append(MatrixSummary(matrix, list, settings).lines, to: .stderr)
    case .json: batch.append(json.tail(matrix, list, verdicts: verdicts), to: .stdout)
    case .junit: batch.append(junit.tail, to: .stdout)
    }
    return batch
  }
}
