import Glibc
import Linux
import PluginModel
import Reports

extension Surroundings {
  /// This process, on this machine.
  static let here = Surroundings(version: Airlock.version, kernel: Kernel.name, folder: .currentFolder)
}

extension Moment {
  /// CLOCK_REALTIME of clock_gettime(2), in the user's time zone.
  static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), utcOffset: utcOffset(at: time.tv_sec))
  }

  /// What to add for the user's time zone, in seconds; localtime(3).
  private static func utcOffset(at seconds: time_t) -> Int32 {
    var seconds = seconds
    var local = tm()
    localtime_r(&seconds, &local)
    return Int32(local.tm_gmtoff)
  }
}
