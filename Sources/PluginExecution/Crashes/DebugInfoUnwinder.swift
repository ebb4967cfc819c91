#if canImport(CElfutils)
  import CElfutils
  import CLinux
  import Demangling
  import Glibc
  import PluginModel

  /// Unwinds by call frame information and names calls by debug info: this file alone calls libdwfl. It reads files that
  /// may be hostile, so it belongs in a sealed process.
  final class DebugInfoUnwinder: Unwinder {
    private let process: OpaquePointer
    private let memory: ProcessMemory
    /// Threads that had jumped to where no code is: the place, and the registers as its caller had them.
    private let wildJumps: [pid_t: StackPlace]

    let shortcoming: String? = nil

    /// - Parameters:
    ///   - own: real paths of the files whose separate debug info is looked for.
    ///   - vdso: an open copy of it; -1 without.
    init?(_ stopped: StoppedProcess, _ space: AddressSpace, own: [[UInt8]], vdso: Int32) {
      memory = ProcessMemory(descriptor: stopped.memory)
      var wildJumps: [pid_t: StackPlace] = [:]
      // Made once in a process that ends soon: libdwfl goes on pointing at both.
      let threads = UnsafeMutablePointer<elfutils_thread>.allocate(capacity: stopped.threads.count)
      for (index, thread) in stopped.threads.enumerated() {
        var values = thread.registers.all
        if let jump = Self.undoWildJump(&values, space, memory) { wildJumps[thread.tid] = jump }
        var entry = elfutils_thread()
        entry.id = thread.tid
        withUnsafeMutableBytes(of: &entry.registers) { target in values.withUnsafeBytes { target.copyMemory(from: $0) }
        }
        threads[index] = entry
      }
      let files = space.files.prefix(Self.modulesAtMost)
      let modules = UnsafeMutablePointer<elfutils_module>.allocate(capacity: files.count)
      for (index, file) in files.enumerated() {
        modules[index] = elfutils_module(
          path: UnsafePointer(strdup(file.path.map { CChar(bitPattern: $0) } + [0])), start: file.range.lowerBound,
          end: file.range.upperBound, is_own: own.contains(file.path),
          descriptor: file.path == AddressSpace.vdso ? vdso : -1)
      }
      self.wildJumps = wildJumps
      guard
        let process = elfutils_open(
          stopped.process, stopped.memory, threads, Int32(stopped.threads.count), modules, Int32(files.count))
      else { return nil }
      self.process = process
    }

    /// That libdwfl is told of; nothing sane maps as many.
    private static let modulesAtMost = 4096

    /// After a call of a wild pointer the caller's address lies on top of the stack, or in the link register.
    private static func undoWildJump(
      _ registers: inout [UInt64], _ space: AddressSpace, _ memory: ProcessMemory
    ) -> StackPlace? {
      let last = registers.count - 1
      let stackPointer = LINUX_STACK_POINTER
      let mapping = space.mapping(at: registers[last])
      guard mapping.map({ !$0.isCode || !$0.isFile }) ?? true else { return nil }
      let jump = StackPlace(counter: registers[last], stackPointer: registers[stackPointer], isExact: true)
      #if arch(x86_64)
        guard let caller = memory.word(at: registers[stackPointer]) else { return jump }
        registers[last] = caller
        registers[stackPointer] += 8
      #else
        registers[last] = registers[30]
      #endif
      return jump
    }

    // MARK: Frames

    private struct Visitor {
      let visit: (StackPlace) -> Bool
    }

    func walk(_ thread: StoppedProcess.Thread, visit: (StackPlace) -> Bool) -> String? {
      let jump = wildJumps[thread.tid]
      if let jump, !visit(jump) { return nil }
      var isFirst = true
      return withoutActuallyEscaping(visit) { visit in
        var visitor = Visitor { place in
          // Where a wild jump was made from is the place behind a call, though libdwfl cannot know it.
          let isCaller = isFirst && jump != nil
          isFirst = false
          return visit(
            isCaller ? StackPlace(counter: place.counter, stackPointer: place.stackPointer, isExact: false) : place)
        }
        let reason = withUnsafeMutablePointer(to: &visitor) { visitor in
          elfutils_frames(process, thread.tid, visitor) { context, counter, stackPointer, isExact in
            // What was handed over two lines above.
            context!.assumingMemoryBound(to: Visitor.self).pointee.visit(
              StackPlace(counter: counter, stackPointer: stackPointer == 0 ? nil : stackPointer, isExact: isExact))
          }
        }
        return reason.map { String(cString: $0) }
      }
    }

    // MARK: Names

    /// Of inlined calls at one place.
    private static let callsAtMost = 32

    func calls(at address: UInt64, lines: Bool) -> [NamedCall] {
      let symbol = symbol(at: address)
      guard lines else { return symbol.map { [$0] } ?? [] }
      var found = [elfutils_call](repeating: elfutils_call(), count: Self.callsAtMost)
      let count = Int(elfutils_calls(process, address, &found, Int32(found.count)))
      guard count > 0 else { return symbol.map { [$0] } ?? [] }
      return found[..<count].map { call in
        var named = NamedCall(
          function: Self.bytes(call.name), mangled: Self.bytes(call.mangled), location: Self.location(call),
          isInlined: call.is_inlined)
        if !call.is_inlined {
          named.offset = symbol?.offset
          // GCC tells no mangled name of functions that only one file sees; the symbol table does.
          if named.mangled == nil, let mangled = symbol?.mangled,
            named.function == nil || Demangler.text(of: mangled) != nil
          {
            named.mangled = mangled
          }
        }
        return named
      }
    }

    func buildID(at address: UInt64) -> String? {
      var bytes: UnsafePointer<UInt8>?
      let count = elfutils_build_id(process, address, &bytes)
      guard count > 0, count <= 64, let bytes else { return nil }
      return UnsafeBufferPointer(start: bytes, count: Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        .joined()
    }

    private func symbol(at address: UInt64) -> NamedCall? {
      var offset: UInt64 = 0
      guard let name = Self.bytes(elfutils_symbol(process, address, &offset)) else { return nil }
      return NamedCall(mangled: name, offset: offset)
    }

    private static func location(_ call: elfutils_call) -> CodeLocation? {
      // What a compiler made up itself lies in no file: "<compiler-generated>".
      guard call.line > 0, var file = bytes(call.file), file.first != UInt8(ascii: "<") else { return nil }
      if file.first != UInt8(ascii: "/"), let folder = bytes(call.folder) { file = folder + [UInt8(ascii: "/")] + file }
      return CodeLocation(
        file: ForeignText(file.prefix(Limits.pathBytes)), line: UInt32(call.line),
        column: call.column > 0 ? UInt32(call.column) : nil)
    }

    private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
      guard let text else { return nil }
      return UnsafeBufferPointer(start: text, count: strnlen(text, Limits.pathBytes)).map { UInt8(bitPattern: $0) }
    }
  }
#endif
