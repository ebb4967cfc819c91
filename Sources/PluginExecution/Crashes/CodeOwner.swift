import PluginModel

/// Tells the plugin's own code from what others wrote, by file and by name.
struct CodeOwner {
  /// The plugin, and the libraries that came with it: real paths.
  let own: [[UInt8]]
  /// Airlock's own program.
  let worker: [UInt8]?

  func owner(of module: [UInt8]) -> StackFrame.Owner {
    module == worker ? .worker : own.contains(module) ? .plugin : .runtime
  }

  /// Whose a function in the plugin's file is: much of a language's library is compiled into it.
  ///
  /// - Parameters:
  ///   - mangled: its name in the symbol table.
  ///   - name: demangled.
  static func owner(mangled: [UInt8], name: [UInt8], file: [UInt8]?) -> StackFrame.Owner {
    let isRuntime =
      name.starts(with: CrashCause.runtimeFailurePrefix.utf8)
      || isRustLibrary(mangled) || mangledPrefixes.contains { mangled.starts(with: $0.utf8) }
      || namePrefixes.contains { name.starts(with: $0.utf8) }
      || (file.map { file in filePrefixes.contains { file.starts(with: $0.utf8) } } ?? false)
    return isRuntime ? .runtime : .plugin
  }

  /// Rust's newer mangling begins with the crate, after a hash: `_RNvNtCsjrHSEGnQ3l9_3std…`.
  private static func isRustLibrary(_ mangled: [UInt8]) -> Bool {
    guard mangled.starts(with: "_R".utf8), let crate = mangled.range(of: "Cs"),
      let end = mangled[crate.upperBound...].firstIndex(of: UInt8(ascii: "_"))
    else { return false }
    return ["3std", "4core", "5alloc"].contains { mangled[(end + 1)...].starts(with: $0.utf8) }
  }

  /// Swift's standard library, whose module is mangled as `s` and whose types as `S…`.
  private static let mangledPrefixes = ["$ss", "$sS", "rust_", "__rust", "__rdl_", "__rg_"]
  private static let namePrefixes = [
    "std::", "core::", "alloc::", "<core::", "<std::", "<alloc::", "__gnu_cxx::", "__cxxabiv1::", "rust_begin_unwind",
    "__stack_chk_fail",
  ]
  private static let filePrefixes = ["/rustc/", "/usr/include/"]
}
