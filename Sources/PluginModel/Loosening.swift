/// A way to loosen the sandbox: an option of the command, a switch of the dashboard.
public enum Loosening: String, Sendable, CaseIterable {
  case network, processes, read, write, env
  /// The sandbox is off.
  case everything

  /// What it lets in.
  public var words: String {
    switch self {
    case .network: "connections, servers, other sockets"
    case .processes: "programs and processes of its own"
    case .read: "files and folders to read"
    case .write: "folders to read and write in"
    case .env: "variables of the environment"
    case .everything: "whatever you may do: no sandbox"
    }
  }

  /// On the command line.
  public var option: String {
    switch self {
    case .network: "--allow-network"
    case .processes: "--allow-processes"
    case .read: "--allow-read PATH"
    case .write: "--allow-write DIR"
    case .env: "--env NAME=VALUE"
    case .everything: "--no-sandbox"
    }
  }
}
