/// Namespaces of its own for a command: of processes, mounts and IPC. Even a plugin that gets out then harms nobody, and
/// whatever is left of it is killed. See unshare(1).
public enum Seal {
  /// Only the superuser gets them everywhere.
  public static let isPermitted = wordsThatWork != nil

  /// The words of the sealed command. In the end there is a line on stderr for each process that outlived the command,
  /// which begins with `survivor`.
  ///
  /// - Parameter grace: how long it may live on, in seconds.
  public static func words(for command: [String], grace: Double = 0) -> [String] {
    (wordsThatWork ?? []) + ["/bin/sh", "-c", script, "\(Int(grace * 100))"] + command
  }

  /// For an ordinary user a user namespace is needed too, which not every system allows.
  private static let wordsThatWork = [[], ["--user", "--map-root-user"]].map { user in
    ["/usr/bin/unshare"] + user + ["--pid", "--ipc", "--fork", "--mount-proc", "--kill-child"]
  }.first { words in
    (try? Command(words[0], words.dropFirst() + ["true"]).wait())?.ending == .exited(0)
  }

  /// The shell is the namespace's first process, and looks with what it has built in: nothing else is to be running.
  private static let script = """
    "$@"
    status=$?
    exec 3>&2 2> /dev/null
    look() {
      left=
      for stat in /proc/[0-9]*/stat; do
        read -r fields < "$stat" || continue
        rest=${fields##*) }
        [ "${fields%% *}" = $$ ] || [ "${rest%% *}" = Z ] || left="${left}survivor $fields
    "
      done
    }
    look
    for turn in $(seq $0); do
      [ "$left" ] || break
      sleep 0.01
      look
    done
    printf %s "$left" >&3
    exit $status
    """
}

extension Command {
  /// A command in namespaces of its own; see `Seal`.
  public convenience init(sealed command: [String], grace: Double = 0, directory: String? = nil) throws {
    let words = Seal.words(for: command, grace: grace)
    try self.init(words[0], Array(words.dropFirst()), directory: directory)
  }
}
