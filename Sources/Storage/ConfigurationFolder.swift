import PluginModel

/// Where the user's own choices are, by the XDG Base Directory Specification.
public enum ConfigurationFolder {
  /// `$XDG_CONFIG_HOME/airlock`, else `~/.config/airlock`; nil where neither leads anywhere.
  public static var path: PluginPath? {
    if let folder = StateFolder.absolute("XDG_CONFIG_HOME") { return folder.appending("airlock".utf8) }
    return StateFolder.absolute("HOME").map { $0.appending(".config/airlock".utf8) }
  }
}
