/// Namespaces of its own for a command: of processes, mounts and IPC. Even a plugin that gets out then harms nobody, and
/// whatever is left of it is killed. See unshare(1).
public enum Seal {
  /// Only the superuser gets them everywhere.
  public static let isPermitted = wordsThatWork != nil

  /// The words of the sealed command. On stderr there is in the end a line for each process that outlived the command,
  /// which begins with `survivor`.
  public static func words(for command: [String]) -> [String] {
    (wordsThatWork ?? []) + ["/bin/sh", "-c", script, "sh"] + command
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
    for stat in /proc/[0-9]*/stat; do
      read -r fields < "$stat" || continue
      rest=${fields##*) }
      [ "${fields%% *}" = $$ ] || [ "${rest%% *}" = Z ] || echo "survivor $fields" >&3
    done
    exit $status
    """
}

extension Command {
  /// A command in namespaces of its own.
  public convenience init(sealed command: [String], directory: String? = nil) throws {
    let words = Seal.words(for: command)
    try self.init(words[0], Array(words.dropFirst()), directory: directory)
  }
}
