// swift-tools-version: 6.1
import Foundation
import PackageDescription

// Airlock builds with libncurses-dev alone. Two more Debian packages make it see more, when their headers are there:
// libdw-dev (signatures from debug info) and libvterm-dev (end-to-end tests on a real terminal emulator).
// AIRLOCK_WITHOUT=libdw,libvterm builds as if they were not; with static-runtime in it, the released screen loads the Swift
// runtime that the toolchain has.
let without = Set((Context.environment["AIRLOCK_WITHOUT"] ?? "").split(separator: ",").map(String.init))
func has(_ library: String, header: String) -> Bool {
  !without.contains(library) && FileManager.default.fileExists(atPath: "/usr/include/" + header)
}
let hasDwarf = has("libdw", header: "elfutils/libdw.h")
let hasTerminalEmulator = has("libvterm", header: "vterm.h")

/// The screen brings its Swift runtime along, with which it starts sooner. The worker must not: plugins share its own. The
/// libraries named here are those that Foundation needs of Swift 6.3 and does not name itself.
let ownRuntime: [LinkerSetting] =
  without.contains("static-runtime")
  ? []
  : [
    .unsafeFlags(
      ["-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims", "-lswiftSynchronization"],
      .when(configuration: .release))
  ]

func swiftPlugin(_ name: String) -> Target {
  .target(name: name, path: "Plugins/\(name)")
}
func cPlugin(_ name: String, debugInfo: Bool = true) -> Target {
  .target(
    name: name, path: "Plugins/\(name)", publicHeadersPath: ".", cSettings: [.headerSearchPath("..")],
    linkerSettings: debugInfo ? [] : [.unsafeFlags(["-Xlinker", "--strip-debug"])])
}

/// The sample plugins: a folder each in Plugins/, a dynamic library each beside the executables.
let samples: [Target] =
  [
    "Hello", "WordCount", "Picky", "Trap", "OutOfRange", "Sleepy", "WrongType", "NoFunction", "Chatty",
  ].map(swiftPlugin)
  + ["Answer", "EmptyFile", "NullRead", "ExitThree", "Abort", "BadInit"].map { cPlugin($0) }
  + [cPlugin("NoDebug", debugInfo: false)]

let package = Package(
  name: "airlock",
  products: [
    .executable(name: "airlock", targets: ["airlock"]),
    .executable(name: "airlock-worker", targets: ["airlock-worker"]),
  ] + samples.map { .library(name: $0.name, type: .dynamic, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .executableTarget(
      name: "airlock",
      dependencies: [
        "PluginModel", "Display", "Dashboard", "Terminal", "WorkerClient", "Reports", "Storage", "Linux", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: ownRuntime),
    .executableTarget(
      name: "airlock-worker",
      dependencies: [
        "PluginModel", "PluginExecution", "PluginInspection", "SignatureVerification", "GoRunner", "Linux", "CLinux",
        .product(name: "DequeModule", package: "swift-collections"),
      ]),

    .target(name: "PluginModel"),
    .target(name: "Linux", dependencies: ["PluginModel", "CLinux"]),
    .target(name: "Display"),
    .target(
      name: "Dashboard",
      dependencies: [
        "PluginModel", "Display", "Reports", .product(name: "DequeModule", package: "swift-collections"),
      ]),
    .target(name: "Terminal", dependencies: ["Display", "CNcurses", "CTerminal"]),
    .target(
      name: "WorkerClient",
      dependencies: [
        "PluginModel", "Linux", "CLinux", .product(name: "DequeModule", package: "swift-collections"),
      ]),
    .target(name: "Reports", dependencies: ["PluginModel"]),
    .target(name: "Storage", dependencies: ["PluginModel", "Linux", "CLinux"]),
    .target(name: "SignatureVerification", dependencies: ["PluginModel", "Linux", "CLinux"]),
    .target(name: "Demangling"),
    .target(
      name: "GoRunner", dependencies: ["PluginModel", "PluginInspection", "Linux", "CLinux"],
      resources: [.embedInCode("Runner/runner.go")]),
    .target(
      name: "PluginExecution",
      dependencies: ["PluginModel", "Demangling", "Linux", "CLinux"] + (hasDwarf ? ["CElfutils"] : [])),
    .target(
      name: "PluginInspection",
      dependencies: ["PluginModel", "Demangling", "Linux", "CLinux"] + (hasDwarf ? ["CElfutils"] : [])),

    .target(name: "CLinux"),
    .target(name: "CTerminal"),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),

    .target(name: "CCommand", path: "Tests/CCommand"),
    .target(
      name: "TestSupport", dependencies: ["CCommand"], path: "Tests/TestSupport", exclude: ["CrashCorpus/Sources"]),
    .testTarget(name: "PluginModelTests", dependencies: ["PluginModel", "WorkerClient", "Reports", "TestSupport"]),
    .testTarget(
      name: "PluginExecutionTests", dependencies: ["PluginExecution", "PluginModel", "Linux", "CLinux", "TestSupport"]),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "Reports", "PluginModel", "TestSupport"]),
    .testTarget(name: "DisplayTests", dependencies: ["Display"]),
    .testTarget(
      name: "PluginInspectionTests",
      dependencies: ["PluginInspection", "PluginModel", "Linux", "Demangling", "TestSupport"]),
    .testTarget(
      name: "SignatureTests", dependencies: ["SignatureVerification", "PluginModel", "Linux", "TestSupport"]),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Display", "PluginModel"], exclude: ["Goldens"]),
    .testTarget(
      name: "TerminalTests",
      dependencies: ["Terminal", "Display"]
        + (hasTerminalEmulator ? ["ScreenHarness", "TerminalProbe", "TestSupport"] : []),
      swiftSettings: hasTerminalEmulator ? [.define("TERMINAL_EMULATOR")] : []),
    .target(
      name: "HostileCorpus", dependencies: ["TestSupport"], path: "Tests/HostileCorpus", exclude: ["Attacks"]),
    .testTarget(name: "HostileTests", dependencies: ["HostileCorpus", "TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["PluginModel", "WorkerClient", "TestSupport"], exclude: ["Schemas"],
      swiftSettings: hasDwarf ? [.define("DEBUG_INFO")] : []),
  ] + samples
    + (hasDwarf
      ? [.target(name: "CElfutils", linkerSettings: [.linkedLibrary("dw"), .linkedLibrary("elf")])] : [])
    + (hasTerminalEmulator
      ? [
        .target(
          name: "CVterm", path: "Tests/CVterm", linkerSettings: [.linkedLibrary("vterm"), .linkedLibrary("util")]),
        .target(name: "ScreenHarness", dependencies: ["CVterm", "TestSupport"], path: "Tests/ScreenHarness"),
        .executableTarget(name: "TerminalProbe", dependencies: ["Terminal", "Display"], path: "Tests/TerminalProbe"),
        .executableTarget(
          name: "airlock-benchmark",
          dependencies: ["PluginModel", "PluginInspection", "WorkerClient", "CVterm", "ScreenHarness", "TestSupport"],
          path: "Tests/Benchmark"),
        .executableTarget(
          name: "NcursesHello", path: "Tests/NcursesHello",
          linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .executableTarget(name: "FreshProcess", path: "Tests/FreshProcess"),
        .executableTarget(name: "PluginHost", path: "Tests/PluginHost"),
        .executableTarget(name: "ForkAndCall", path: "Tests/ForkAndCall"),
        .testTarget(
          name: "ScreenTests", dependencies: ["ScreenHarness", "HostileCorpus", "TestSupport"],
          swiftSettings: hasDwarf ? [.define("DEBUG_INFO")] : []),
      ] : []),
  swiftLanguageModes: [.v6]
)
