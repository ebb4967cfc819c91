import CLinux
import Demangling
import Glibc
import PluginModel

/// Puts together what a stopped process looked like.
struct SnapshotMaker {
  private let stopped: StoppedProcess
  private let space: AddressSpace
  private let memory: ProcessMemory
  private let owners: CodeOwner
  private let unwinder: any Unwinder

  private var modules: [CodeModule] = []
  private var moduleIndices: [[UInt8]: Int] = [:]
  private var framesLeft = Limits.framesInAll
  /// Of names and paths in frames, in bytes: the whole must fit one message.
  private var textLeft = Limits.snapshotBytes / 2
  /// Stack pointers of the first thread's frames, innermost first.
  private var stackPointers: [UInt64] = []

  init(_ stopped: StoppedProcess, _ space: AddressSpace, _ owners: CodeOwner, _ unwinder: any Unwinder) {
    self.stopped = stopped
    self.space = space
    self.owners = owners
    self.unwinder = unwinder
    memory = ProcessMemory(descriptor: stopped.memory)
  }

  mutating func snapshot(of crash: Crash?) -> ProcessSnapshot {
    var snapshot = ProcessSnapshot(
      threadsLeftOut: stopped.threadsLeftOut, note: unwinder.shortcoming.map { ForeignText($0) })
    snapshot.threads = stopped.threads.enumerated().map { thread($1, isCrashed: crash != nil && $0 == 0) }
    if let first = stopped.threads.first {
      let origin = crash.flatMap { FaultOrigin($0, first.registers, space, memory) }
      snapshot.fault = origin.map { fault(at: $0.address) }
      snapshot.registers = registers(first, guilty: origin?.register)
      snapshot.stack = stackUse(first)
    }
    snapshot.memory = summary()
    snapshot.modules = modules
    return snapshot
  }

  // MARK: Threads

  private mutating func thread(_ thread: StoppedProcess.Thread, isCrashed: Bool) -> StoppedThread {
    var frames: [StackFrame] = []
    var end: StoppedThread.End?
    let isFirst = thread.tid == stopped.threads.first?.tid
    let reason = unwinder.walk(thread) { place in
      let mapping = space.mapping(at: place.address)
      guard mapping?.path != owners.worker || owners.worker == nil else {
        end = .complete  // from here on it is Airlock's own
        return false
      }
      if isFirst, let pointer = place.stackPointer { stackPointers.append(pointer) }
      for frame in self.frames(at: place, mapping) {
        guard frames.count < Limits.frames, framesLeft > 0, textLeft > 0 else {
          end = .cut
          return false
        }
        frames.append(frame)
        framesLeft -= 1
        textLeft -= (frame.function?.bytes.count ?? 0) + (frame.location?.file.bytes.count ?? 0)
      }
      return true
    }
    // The first thread was Airlock's before it was the plugin's: without that its stack is not whole.
    let unreached: StoppedThread.End = thread.id == 1 ? .lost("what lies below is no stack") : .complete
    let call = Int(thread.registers.call)
    return StoppedThread(
      id: thread.id, name: thread.name, isCrashed: isCrashed,
      activity: isCrashed
        ? nil
        : call < 0
          ? .busy : .blocked(ForeignText(linux_call_name(Int32(call)).map { String(cString: $0) } ?? "number \(call)")),
      frames: frames, end: end ?? reason.map { .lost(ForeignText($0)) } ?? unreached)
  }

  private mutating func frames(at place: StackPlace, _ mapping: AddressSpace.Mapping?) -> [StackFrame] {
    guard let mapping, let module = module(mapping) else { return [StackFrame(offset: place.counter, owner: .unknown)] }
    let offset = place.counter - mapping.base
    // A jump into data: what lies there has a name, and is no function.
    guard mapping.isCode else { return [StackFrame(module: module, offset: offset, owner: .unknown)] }
    let owner = modules[module].owner
    let calls = unwinder.calls(at: place.address, lines: owner == .plugin)
    guard !calls.isEmpty else { return [StackFrame(module: module, offset: offset, owner: owner)] }
    return calls.map { call in
      let mangled = call.mangled ?? []
      let name = (call.mangled.flatMap(Demangler.text) ?? call.function ?? call.mangled).map {
        $0.prefix(Limits.nameBytes)
      }
      let isMixed = owner == .plugin
      return StackFrame(
        function: name.map { ForeignText($0) }, functionOffset: call.offset, module: module, offset: offset,
        location: call.location, isInlined: call.isInlined,
        owner: isMixed
          ? CodeOwner.owner(mangled: mangled, name: name.map { Array($0) } ?? [], file: call.location?.file.bytes)
          : owner)
    }
  }

  // MARK: Addresses

  private mutating func module(_ mapping: AddressSpace.Mapping) -> Int? {
    guard mapping.isFile, let path = mapping.path else { return nil }
    if let index = moduleIndices[path] { return index }
    guard modules.count < Limits.modules else { return nil }
    modules.append(
      CodeModule(
        path: ForeignText(path.prefix(Limits.pathBytes)),
        buildID: unwinder.buildID(at: mapping.start).map { ForeignText($0) },
        owner: owners.owner(of: path)))
    moduleIndices[path] = modules.count - 1
    return modules.count - 1
  }

  private mutating func place(of address: UInt64) -> MemoryPlace {
    if address < MemoryPlace.nullRegion { return .null }
    if !FaultOrigin.isCanonical(address) { return .nonCanonical }
    guard let mapping = space.mapping(at: address) else { return .unmapped }
    if let module = module(mapping) { return .module(module, offset: address - mapping.base) }
    if mapping.path == Array("[heap]".utf8) { return .heap }
    return isStack(mapping) ? .stack : .anonymous
  }

  private func isStack(_ mapping: AddressSpace.Mapping) -> Bool {
    mapping.path == Array("[stack]".utf8)
      || (mapping.path == nil
        && stopped.threads.contains { (mapping.start..<mapping.end).contains($0.registers.stackPointer) })
  }

  private mutating func fault(at address: UInt64) -> FaultPlace {
    var fault = FaultPlace(address: address, place: place(of: address))
    switch fault.place {
    case .null, .nonCanonical: break
    case .unmapped:
      // What lies there of other files lies there by chance.
      if let below = space.mapping(below: address), address - below.end < Self.neighbourhood,
        !below.isFile || owners.owner(of: below.path ?? []) == .plugin
      {
        fault.below = .init(place: place(of: below.end - 1), distance: address - below.end)
      }
    default: fault.permissions = space.mapping(at: address).map { ForeignText($0.permissions) }
    }
    return fault
  }

  /// What ends farther below an address was not run out of, in bytes.
  private static let neighbourhood: UInt64 = 1 << 20

  private mutating func registers(_ thread: StoppedProcess.Thread, guilty: Int?) -> [Register] {
    let values = thread.registers.all
    return values.indices.map { index in
      var place: MemoryPlace? = place(of: values[index])
      // Small numbers, and those that point nowhere, are numbers; null is worth saying.
      if place == .unmapped || place == .nonCanonical || (place == .null && values[index] != 0), index != guilty {
        place = nil
      }
      return Register(
        name: ForeignText(String(cString: linux_register_name(Int32(index)))), value: values[index], place: place,
        isGuilty: index == guilty)
    }
  }

  // MARK: Memory

  /// Frames that an estimate of a recursion's depth needs.
  private static let framesForEstimate = 16

  private func stackUse(_ thread: StoppedProcess.Thread) -> StackUse? {
    let pointer = thread.registers.stackPointer
    // After an overflow it points into the guard below the stack, or into nothing.
    guard let stack = space.mappings.first(where: { $0.end > pointer && $0.permissions.hasPrefix("rw") }),
      let extent = space.extent(at: stack.start), pointer + Self.neighbourhood > extent.lowerBound
    else { return nil }
    var perCall: UInt64?
    if stackPointers.count >= Self.framesForEstimate, let last = stackPointers.last, let first = stackPointers.first,
      last > first
    {
      perCall = (last - first) / UInt64(stackPointers.count - 1)
    }
    return StackUse(bytes: extent.upperBound - pointer, bytesPerCall: perCall)
  }

  private func summary() -> MemorySummary {
    var summary = MemorySummary(mappings: UInt32(space.mappings.count))
    for mapping in space.mappings where mapping.permissions != "---" {
      let size = mapping.end - mapping.start
      if mapping.isFile {
        if owners.owner(of: mapping.path ?? []) == .plugin { summary.plugin += size } else { summary.libraries += size }
      } else if mapping.path == Array("[heap]".utf8) {
        summary.heap += size
      } else if isStack(mapping) {
        summary.stacks += size
      } else {
        summary.other += size
      }
    }
    return summary
  }
}
