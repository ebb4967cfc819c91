import CLinux
import Glibc
import Linux
import PluginInspection
import PluginModel

/// The folder in which built runners are kept: `$XDG_CACHE_HOME/airlock/go`, one folder for each toolchain and its flags.
///
/// A runner is taken from it only if its folder and file belong to the user, nobody else may write them, and the content
/// has the digest that was written down when it was built. What is wrong is built anew.
struct RunnerCache {
  let folder: PluginPath

  private static let programName = "runner"
  private static let digestName = "runner.sha256"
  private static let digestLength = 64

  init(_ surroundings: GoSurroundings) throws(GoObstacle) {
    // The XDG base directory specification: a relative path is to be ignored.
    let isAbsolute = { (path: PluginPath) in path.bytes.first == UInt8(ascii: "/") }
    let base =
      surroundings.cache.flatMap { isAbsolute($0) ? $0 : nil }
      ?? surroundings.home.flatMap { isAbsolute($0) ? $0.appending(".cache".utf8) : nil }
    guard let base else { throw .noCache("neither XDG_CACHE_HOME nor HOME is set") }
    folder = base.appending("airlock/go".utf8)
    for part in [base, folder.folder, folder] {
      do {
        try Files.makeFolder(part)
      } catch {
        throw .noCache("\(part.line): \(error.reason)")
      }
    }
    guard let status = try? FileStatus(path: folder), Self.isOurs(status) else {
      throw .noCache("\(folder.line) belongs to somebody else, or others may write in it")
    }
    removeLeftovers()
  }

  /// Where `go build` keeps what it compiled: another runner of the same toolchain is quicker then.
  var compiled: PluginPath { folder.appending("compiled".utf8) }

  /// The runner of this key; nil if there is none that can be trusted.
  func runner(_ key: String, _ build: GoBuild) -> GoRunner? {
    let place = folder.appending(key.utf8)
    return program(in: place).map { program in
      GoRunner(
        program: GoRunner.Program(path: place.appending(Self.programName.utf8), file: program.status.state),
        build: build, hashes: program.hashes)
    }
  }

  private func program(in place: PluginPath) -> GoProgram? {
    guard let status = try? FileStatus(path: place), status.isFolder, Self.isOurs(status),
      let program = GoProgram(at: place.appending(Self.programName.utf8)), Self.isOurs(program.status),
      program.digest == writtenDigest(in: place)
    else { return nil }
    return program
  }

  /// A folder of its own to build in; `keep` makes it the runner's.
  func makeWorkplace() throws(GoObstacle) -> PluginPath {
    var number: UInt32 = 0
    _ = linux_random(&number, MemoryLayout<UInt32>.size)  // the process's own number is enough to tell it apart
    let place = folder.appending("\(Self.workplacePrefix)\(getpid())-\(number)".utf8)
    do {
      try Files.makeFolder(place)
    } catch {
      throw .noCache("\(place.line): \(error.reason)")
    }
    return place
  }

  /// Puts what was built in a workplace under its key, in one step: nobody ever sees half of it. If another Airlock was
  /// first, its runner is as good.
  func keep(_ program: PluginPath, from workplace: PluginPath, as key: String) throws(GoObstacle) {
    let place = folder.appending(key.utf8)
    let entry = workplace.appending("entry".utf8)
    do {
      try Files.makeFolder(entry)
      try Files.move(program, to: entry.appending(Self.programName.utf8))
      guard let built = GoProgram(at: entry.appending(Self.programName.utf8)) else {
        throw GoObstacle.noCache("\(entry.line) cannot be read back")
      }
      try Files.write(Array(built.digest.utf8), to: entry.appending(Self.digestName.utf8))
      if try put(entry, at: place) { return }
      // Only what cannot be trusted gives way; then it is put aside, and somebody else may be quicker once more.
      if self.program(in: place) == nil { try Files.move(place, to: workplace.appending("old".utf8)) }
      _ = try put(entry, at: place)
    } catch let obstacle as GoObstacle {
      throw obstacle
    } catch {
      throw .noCache("\(place.line): \((error as? SystemError)?.reason ?? "\(error)")")
    }
  }

  /// False if something is there already.
  private func put(_ entry: PluginPath, at place: PluginPath) throws(SystemError) -> Bool {
    do {
      try Files.move(entry, to: place)
      return true
    } catch {
      guard error.number == ENOTEMPTY || error.number == EEXIST else { throw error }
      return false
    }
  }

  private func writtenDigest(in place: PluginPath) -> String? {
    guard let file = try? Descriptor.open(place.appending(Self.digestName.utf8), O_RDONLY | O_NOFOLLOW) else {
      return nil
    }
    defer { close(file) }
    return Descriptor.read(file, upTo: Self.digestLength).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isOurs(_ status: FileStatus) -> Bool {
    status.owner == geteuid() && status.mode & (S_IWGRP | S_IWOTH) == 0
  }

  private static let workplacePrefix = "building-"

  /// Of builds whose process was killed.
  private func removeLeftovers() {
    let entries = (try? Folder.entries(of: folder, atMost: Self.leftoversAtMost)) ?? []
    for name in entries.map(\.name) where name.starts(with: Self.workplacePrefix.utf8) {
      let number = name.dropFirst(Self.workplacePrefix.utf8.count).prefix { $0 != UInt8(ascii: "-") }
      guard let process = pid_t(String(decoding: number, as: UTF8.self)), kill(process, 0) != 0, errno == ESRCH else {
        continue
      }
      Files.remove(folder.appending(name))
    }
  }

  private static let leftoversAtMost = 10_000
}
