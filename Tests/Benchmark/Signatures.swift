import Foundation
import PluginModel
import TestSupport
import WorkerClient

/// What a signature costs: an inspection and a run with one and without, beside ssh-keygen alone.
enum Signatures {
  static func measure() throws {
    guard let keygen = Signer.program else { return report("signatures", "ssh-keygen is not there") }
    let folder = try TemporaryFolder()
    var settings = Settings()
    settings.allowedSigners = PluginPath(folder("signers"))
    let types = ["ed25519", "ecdsa", "rsa"]
    let signers = try types.map { try Signer($0, type: $0, in: folder) }
    try folder.write("signers", signers.map { $0.line() }.joined())
    for name in ["unsigned"] + types { try folder.copy(Executables.path("libHello.so"), to: name + ".so") }
    for signer in signers { try signer.sign(folder(signer.name + ".so")) }

    let sessions = try (["unsigned"] + types).map { (name: $0, session: try Session(folder($0 + ".so"), settings)) }
    defer { for (_, session) in sessions { session.session.end() } }
    var (inspections, runs) = ([String: [Double]](), [String: [Double]]())
    for round in 0..<20 {  // in turn, so that the machine's moods meet all; the first warms them
      for (name, session) in sessions {
        let figures = (try session.inspections(10), try session.runs(10, pause: 20))
        guard round > 0 else { continue }
        inspections[name, default: []] += figures.0
        runs[name, default: []] += figures.1
      }
    }
    for (name, _) in sessions { Sample(inspections[name] ?? []).report("one inspection, \(name)") }
    for (name, _) in sessions { Sample(runs[name] ?? []).report("one run, a key at a time, \(name)") }
    let verify = Program.times(
      keygen,
      ["-Y", "find-principals", "-s", folder("ed25519.so.sig"), "-f", folder("signers")], 100)
    Sample(verify).report("  ssh-keygen alone, a process (it takes two)")
    try measureMany(signers[0])
  }

  private static func measureMany(_ signer: Signer) throws {
    let folder = try TemporaryFolder()
    try folder.write("signers", signer.line())
    for place in ["unsigned", "signed"] { try folder.folder(place) }
    for number in 100..<300 {
      for place in ["unsigned", "signed"] {
        try folder.copy(Executables.path("libHello.so"), to: "\(place)/p\(number).so")
      }
    }
    try signer.sign(folder("signed/p100.so"))
    for number in 101..<300 { try folder.copy(folder("signed/p100.so.sig"), to: "signed/p\(number).so.sig") }
    let figures = ["unsigned", "signed"].map { place in
      Program.times("airlock", ["check", "--no-load", "--allowed-signers", folder("signers"), folder(place)], 10)
    }
    Sample(figures[0]).report("200 plugins, airlock check --no-load, unsigned")
    Sample(figures[1]).report("  the same, all of them signed")
  }
}

extension Session {
  /// Milliseconds of one inspection, each.
  fileprivate func inspections(_ count: Int) throws -> [Double] {
    try (0..<count).map { _ in
      let start = now()
      session.inspect([0])
      while true {
        var entry = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, -1)
        for case .inspected in try session.receive().events { return now() - start }
      }
    }
  }
}
