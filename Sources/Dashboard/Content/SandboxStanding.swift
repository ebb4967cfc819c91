import PluginModel

/// How well plugins are shut in, as the header tells it.
struct SandboxStanding {
  /// The same in ever fewer columns; there is at least one.
  let forms: [String]
  let role: Role

  init(_ policy: SandboxPolicy, _ layers: SandboxLayers?) {
    let names = layers?.missing ?? []
    let missing = names.joined(separator: ", ")
    let fewer = names.count > 2 ? ["\(names[0]) and \(names.count - 1) more"] : []
    let isLoosened = !policy.loosenings.isEmpty
    switch (isLoosened, missing.isEmpty) {
    case _ where !policy.isOn: forms = [policy.words]
    case (false, true): forms = [policy.words]
    case (true, true): forms = [policy.words, "sandbox loosened"]
    case (false, false):
      forms = ([missing] + fewer).map { "sandbox without \($0)" } + ["sandbox partial"]
    case (true, false):
      forms =
        ([missing] + fewer).map { "\(policy.words), without \($0)" } + ["\(policy.words), partial", "sandbox loosened"]
    }
    role = !policy.isOn ? .alarm : isLoosened || !missing.isEmpty ? .look : .plain
  }
}
