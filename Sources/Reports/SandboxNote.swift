import PluginModel

/// What is to be said about a sandbox that is not full: one harmless line, or none.
public enum SandboxNote {
  public static func lines(_ policy: SandboxPolicy, _ layers: SandboxLayers?) -> [String] {
    guard policy.isOn else { return ["Note: there was no sandbox: a plugin could do whatever you may"] }
    let loosened = policy.loosened.isEmpty ? [] : ["loosened: " + policy.loosened.joined(separator: ", ")]
    let lacks = (layers?.lacks ?? []).map { "\($0.name) (\($0.consequence))" }
    let partial = lacks.isEmpty ? [] : ["partial, for this kernel lacks " + lacks.joined(separator: ", ")]
    let parts = loosened + partial
    return parts.isEmpty ? [] : ["Note: the sandbox was " + parts.joined(separator: "; ")]
  }
}
