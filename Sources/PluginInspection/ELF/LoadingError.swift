import PluginModel

/// Why a sound ELF file is none that this machine can load as a library.
enum LoadingError: Error, Equatable {
  case otherMachine(String)
  case otherSystem(String)
  /// What it is instead: "an executable".
  case notALibrary(String)

  var rejection: Rejection {
    switch self {
    case .otherMachine(let words):
      Rejection(.wrongArchitecture, "built for \(words), this machine is \(Machine.current.name)")
    case .otherSystem(let words): Rejection(.wrongArchitecture, "built for \(words), this machine runs Linux")
    case .notALibrary(let what):
      Rejection(
        .notASharedLibrary, "\(what), not a shared library", hint: "Build it as a shared library: link it with -shared."
      )
    }
  }

  /// Why it is not looked at any further.
  var obstacle: String {
    switch self {
    case .otherMachine: "it is for another machine"
    case .otherSystem: "it is for another system"
    case .notALibrary: "it is no shared library"
    }
  }

  /// - Parameter library: its tables, if they could be read.
  static func check(_ identity: ELFIdentity, _ library: SharedLibrary?) throws(LoadingError) {
    guard identity.isNativeLayout, identity.machine == .current else { throw .otherMachine(identity.machineWords) }
    switch identity.type {
    case .sharedObject: break
    case .executable: throw .notALibrary("an executable")
    case .relocatable: throw .notALibrary("an object file")
    case .core: throw .notALibrary("a core dump")
    case .other: throw .notALibrary("a \(identity.type.words)")
    }
    // The loader takes these two; see dl-load.c of glibc.
    guard identity.operatingSystem == 0 || identity.operatingSystem == 3 else {
      throw .otherSystem(systemName(identity.operatingSystem))
    }
    if library?.isExecutable == true { throw .notALibrary("an executable") }
  }

  /// `EI_OSABI`. See the System V gABI, chapter 4, "ELF Identification".
  private static func systemName(_ code: UInt8) -> String {
    switch code {
    case 1: "HP-UX"
    case 2: "NetBSD"
    case 6: "Solaris"
    case 9: "FreeBSD"
    case 12: "OpenBSD"
    default: "system \(code)"
    }
  }
}
