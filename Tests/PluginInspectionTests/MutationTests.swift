import Foundation
import PluginInspection
import PluginModel
import TestSupport
import Testing

/// Damaged copies of real libraries: none may crash the inspector, keep it busy or make it say nonsense.
@Suite("Damaged copies")
struct MutationTests {
  /// AIRLOCK_MUTATIONS=100000 makes it thorough.
  private static let count =
    ProcessInfo.processInfo.environment["AIRLOCK_MUTATIONS"].flatMap { Int($0) } ?? 3000

  /// Swift and C, with debug info and without, with versions and without.
  private static let originals = ["libHello.so", "libAnswer.so", "libNoDebug.so", "libChatty.so"].map {
    (try? Data(contentsOf: URL(fileURLWithPath: Executables.path($0)))).map { [UInt8]($0) } ?? []
  }

  @Test func areToldOf() throws {
    let folder = try TemporaryFolder()
    let inspector = Inspector()
    var random = SplitMix64(state: 20_261_123)
    try #require(Self.originals.allSatisfy { $0.count > 4096 })
    var slowest = Duration.zero
    for _ in 0..<Self.count {
      let bytes = Self.mutant(&random)
      let path = try folder.write("mutant.so", bytes)
      var inspection = Inspection()
      slowest = max(
        slowest,
        ContinuousClock().measure {
          inspection = inspector.inspect(InspectionRequest(path: PluginPath(path), function: "MyFunction"))
        })
      #expect(inspection.checks.first?.id == .file)
      // What passes can be called, what does not says why.
      #expect((inspection.rejection == nil) == (inspection.symbol != nil))
      for check in inspection.checks {
        #expect(check.summary == check.summary.harmless && check.summary.count <= 2000)
        #expect(check.details.count <= Int(Check.detailsAtMost))
      }
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print("\(Self.count) damaged copies: slowest \(slowest), peak memory \(usage.ru_maxrss / 1024) MiB")
  }

  /// Most of what matters stands in the first part: the headers and the loader's tables.
  private static func mutant(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = originals.randomElement(using: &random) ?? []
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    case 1:  // a piece of another library, at its own place or anywhere
      let other = originals.randomElement(using: &random) ?? []
      let length = Int.random(in: 1...512, using: &random)
      let from = Int.random(in: 0..<(other.count - length), using: &random)
      let to =
        Bool.random(using: &random)
        ? min(from, bytes.count - length) : Int.random(in: 0..<(bytes.count - length), using: &random)
      bytes.replaceSubrange(to..<(to + length), with: other[from..<(from + length)])
    default:
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let end = Bool.random(using: &random) ? min(1024, bytes.count) : bytes.count
        let index = Int.random(in: 0..<end, using: &random)
        bytes[index] =
          Bool.random(using: &random) ? bytes[index] ^ (1 << UInt8.random(in: 0..<8, using: &random)) : 0xFF
      }
    }
    return bytes
  }
}

/// A generator with a seed, so that a failure can be seen again. See Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators".
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
