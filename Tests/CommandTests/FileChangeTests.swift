import Foundation
import TestSupport
import Testing

/// Mode and times of files, where a plugin may write: of those that it has open to write, and of no others.
@Suite("Changes of files")
struct FileChangeTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Runs a plugin whose body says with `deny` what must fail with EPERM, and returns what it is told to have tried.
  private func attempts(_ body: String) throws -> [String] {
    let place = try folder.folder("place")
    try folder.write("other", "")
    let plugin = try folder.plugin(
      before: """
        #include <sys/mman.h>
        #include <sys/stat.h>
        #define deny(call) if ((call) != -1 || errno != EPERM) { snprintf(error, capacity, "%s: %m", #call); return 1; }
        #define allow(call) if ((call) != 0) { snprintf(error, capacity, "%s: %m", #call); return 1; }
        """,
      call: """
        chdir(getenv("TMPDIR"));
        int file = open("file", O_RDWR | O_CREAT, 0600);
        struct stat status;
        \(body)
        *result = 42;
        return 0;
        """)
    let outcome = try airlock("run", "--format", "json", "--allow-write", place, plugin)
    let row = try #require(try Report(outcome).plugins.first)
    #expect(row.object("run")?.number("value") == 42, "\(row.object("run")?.text("error") ?? "")")
    return row.objects("attempts").map { "\($0.text("action") ?? "") \($0.text("target") ?? "")" }
  }

  @Test func ofItsOwn() throws {
    let tried = try attempts(
      """
      struct timespec times[2] = {{1, 0}, {86400, 5}};
      allow(fchmod(file, S_IFREG | 0640));
      allow(futimens(file, times));
      allow(fchown(file, getuid(), -1));
      allow(fstat(file, &status));
      if ((status.st_mode & 07777) != 0640 || status.st_mtim.tv_sec != 86400 || status.st_mtim.tv_nsec != 5) return 2;
      allow(futimens(file, NULL));
      allow(fstat(file, &status));
      if (status.st_mtim.tv_sec < 1000000) return 3;
      """)
    #expect(tried == [])
  }

  @Test func ofNoOthers() throws {
    let place = folder("place")
    let tried = try attempts(
      """
      int reading = open("file", O_RDONLY), name = open("file", O_PATH), null = open("/dev/null", O_WRONLY);
      int self = open("\(folder("p.so"))", O_RDONLY);
      deny(fchmod(file, 04755));
      deny(fchmod(file, 02755));
      deny(fchmod(reading, 0777));
      deny(fchmod(name, 0777));
      deny(fchmod(null, 0600));
      deny(fchmod(self, 0777));
      deny(futimens(self, NULL));
      deny(fchmod(1, 0777));
      deny(fchown(file, getuid() + 1, -1));
      deny(chmod("file", 0777));
      allow(fstat(file, &status));
      if ((status.st_mode & 07777) != 0600) return 2;
      """)
    let targets = Set(tried.filter { !$0.hasPrefix("change pipe:") })
    #expect(targets == ["change \(place)/file", "change /dev/null", "change \(folder("p.so"))"])
  }
}
