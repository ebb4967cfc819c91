import DequeModule

/// Jobs that no process has taken yet: first come, first served, but urgent ones before the others.
struct JobQueue {
  private var urgent: Deque<Job> = []
  private var runs: Deque<Job> = []
  private var inspections: Deque<Job> = []
  private var preparations: Deque<Job> = []
  private var verifications: Deque<Job> = []

  mutating func add(_ job: Job) {
    switch job.role {
    case .inspector where job.isUrgent: inspections.prepend(job)
    case .inspector: inspections.append(job)
    case .builder: preparations.append(job)
    case .verifier: verifications.append(job)
    case .monitor where job.isUrgent: urgent.append(job)
    case .monitor: runs.append(job)
    }
  }

  /// Jobs whose process died before it came to them go first.
  mutating func putBack(_ jobs: [Job]) {
    for job in jobs.reversed() {
      switch job.role {
      case .inspector: inspections.prepend(job)
      case .builder: preparations.prepend(job)
      case .verifier: verifications.prepend(job)
      case .monitor: urgent.prepend(job)
      }
    }
  }

  func hasJob(for role: Lane.Role) -> Bool { count(for: role) > 0 }

  func count(for role: Lane.Role) -> Int {
    switch role {
    case .inspector: inspections.count
    case .builder: preparations.count
    case .verifier: verifications.count
    case .monitor: urgent.count + runs.count
    }
  }

  mutating func next(for role: Lane.Role) -> Job? {
    switch role {
    case .inspector: inspections.popFirst()
    case .builder: preparations.popFirst()
    case .verifier: verifications.popFirst()
    case .monitor: urgent.popFirst() ?? runs.popFirst()
    }
  }

  /// Takes a run out of the queue, if it is still there.
  mutating func remove(_ number: UInt32) -> Job? {
    if let index = urgent.firstIndex(where: { $0.number == number }) { return urgent.remove(at: index) }
    if let index = runs.firstIndex(where: { $0.number == number }) { return runs.remove(at: index) }
    return nil
  }
}
