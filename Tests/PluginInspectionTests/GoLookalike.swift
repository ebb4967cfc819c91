import TestSupport

extension TemporaryFolder {
  /// A library of C whose symbols are those of a Go plugin: enough for all that is read without a Go toolchain.
  func compileGoPlugin(before: String = "") throws -> String {
    let path = try compileC(
      """
      char go_link_pkghashbytes_fmt[8] = "12345678";
      char go_link_pkghashbytes_plugin_unnamed_0123[8] = {1};
      void plugin_unnamed_0123_main(void) {}
      int plugin_unnamed_0123_MyFunction(void) { return 0; }
      """ + before)
    try replace(
      "go_link_pkghashbytes_plugin_unnamed_0123", by: "go:link.pkghashbytes.plugin/unnamed-0123", in: "plugin.so")
    try replace("go_link_pkghashbytes_fmt", by: "go:link.pkghashbytes.fmt", in: "plugin.so")
    try replace("plugin_unnamed_0123_main", by: "plugin/unnamed-0123.main", in: "plugin.so")
    try replace("plugin_unnamed_0123_MyFunction", by: "plugin/unnamed-0123.MyFunction", in: "plugin.so")
    return path
  }
}
