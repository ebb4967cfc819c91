/// The jobs of a session by their numbers, from their asking to their answers.
struct JobTable {
  private var jobs: [UInt32: Job] = [:]
  /// Those of each plugin, in the order in which they were asked for.
  private var numbers: [Int: [UInt32]] = [:]
  private var lastNumber: UInt32 = 0

  var isEmpty: Bool { jobs.isEmpty }

  subscript(number: UInt32) -> Job? { jobs[number] }

  /// - Parameter more: Jobs that come beside those that are there.
  mutating func reserveCapacity(for more: Int) {
    jobs.reserveCapacity(jobs.count + more)
    numbers.reserveCapacity(jobs.count + more)
  }

  /// - Returns: The job's number.
  mutating func add(_ job: Job) -> UInt32 {
    lastNumber &+= 1
    jobs[lastNumber] = job
    numbers[job.index, default: []].append(lastNumber)
    return lastNumber
  }

  mutating func update(_ number: UInt32, _ change: (inout Job) -> Void) {
    guard var job = jobs[number] else { return }
    change(&job)
    jobs[number] = job
  }

  @discardableResult
  mutating func remove(_ number: UInt32) -> Job? {
    guard let job = jobs.removeValue(forKey: number) else { return nil }
    numbers[job.index]?.removeAll { $0 == number }
    if numbers[job.index]?.isEmpty == true { numbers[job.index] = nil }
    return job
  }

  /// Those of a plugin.
  func numbers(of index: Int) -> [UInt32] { numbers[index] ?? [] }

  /// Those that the worker has, in the order in which they were asked for.
  var sent: [(number: UInt32, job: Job)] { all(where: \.isSent) }

  /// Those that are calls of several plugins with several inputs, in the order in which they were asked for.
  var calls: [(number: UInt32, job: Job)] { all { $0.call != nil } }

  private func all(where isMeant: (Job) -> Bool) -> [(number: UInt32, job: Job)] {
    jobs.filter { isMeant($0.value) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
