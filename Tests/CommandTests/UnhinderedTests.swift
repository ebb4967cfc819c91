import Foundation
import TestSupport
import Testing

/// Honest plugins that use what runtimes and libraries offer: the sandbox is not in their way, and they have tried nothing.
@Suite("Unhindered plugins")
struct UnhinderedTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Expects that it returns 42 and that nothing is told of it.
  private func expectUnhindered(_ plugin: String, _ options: [String] = []) throws {
    let outcome = try start(["run", "--format", "json", plugin] + options).wait()
    let row = try #require(try Report(outcome).plugins.first)
    #expect(row.object("run")?.number("value") == 42, "\(outcome.stderr)")
    #expect(row.object("run")?.isNull("error") == true)
    #expect(row.objects("attempts").isEmpty, "\(row.objects("attempts"))")
    #expect(outcome.ending == .exited(0))
  }

  // MARK: Swift

  private func expectUnhindered(swift body: String, importing module: String) throws {
    try folder.write(
      "p.swift",
      """
      import \(module)
      public func MyFunction(_ input: String) throws -> Int {
      \(body)
      }
      """)
    try folder.run(
      "/usr/bin/env",
      ["swiftc", "-swift-version", "5", "-emit-library", "-module-name", "Honest", "-o", folder("p.so")]
        + [folder("p.swift")])
    try expectUnhindered(folder("p.so"))
  }

  @Test func dispatch() throws {
    try expectUnhindered(
      swift: """
          let sum = DispatchQueue(label: "sum")
          var total = 0
          DispatchQueue.concurrentPerform(iterations: 42) { _ in sum.sync { total += 1 } }
          let group = DispatchGroup()
          DispatchQueue.global().async(group: group) {}
          DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) { group.leave() }
          group.enter()
          group.wait()
          return total
        """, importing: "Dispatch")
  }

  @Test func tasks() throws {
    try expectUnhindered(
      swift: """
          let done = DispatchSemaphore(value: 0)
          var total = 0
          Task.detached {
            total = await withTaskGroup(of: Int.self) { group in
              for _ in 0..<42 { group.addTask { try? await Task.sleep(nanoseconds: 1_000_000); return 1 } }
              return await group.reduce(0, +)
            }
            done.signal()
          }
          done.wait()
          return total
        """, importing: "Dispatch")
  }

  @Test func foundation() throws {
    try expectUnhindered(
      swift: #"""
          let value = try JSONDecoder().decode([String: Int].self, from: Data(#"{"answer": 42}"#.utf8))
          let calendar = Calendar(identifier: .gregorian)
          let year = calendar.component(.year, from: Date(timeIntervalSince1970: 86_400 * 200))
          let text = NumberFormatter.localizedString(from: 1970, number: .none)
          guard "\(year)" == text, TimeZone.current.secondsFromGMT() > -100_000, Locale.current.identifier.count > 0,
            ProcessInfo.processInfo.activeProcessorCount > 0, UUID() != UUID(),
            "a-b".range(of: "[a-z]-", options: .regularExpression) != nil
          else { return 0 }
          return value["answer"] ?? 0
        """#, importing: "Foundation")
  }

  // MARK: C and C++

  /// As the pools of runtimes do: its code must not go from under it.
  @Test func aThreadThatStays() throws {
    try expectUnhindered(
      try folder.plugin(
        before: """
          static void *stay(void *place) {
            for (;;) __atomic_add_fetch((volatile int64_t *)place, 1, __ATOMIC_RELAXED);
          }
          """,
        call: """
          static int64_t steps;
          pthread_t thread;
          if (pthread_create(&thread, NULL, stay, &steps)) return 1;
          while (!__atomic_load_n(&steps, __ATOMIC_RELAXED)) {}
          *result = 42;
          return 0;
          """))
  }

  /// A call that waits for Airlock's answer is not broken off by what would not break it off elsewhere.
  @Test func signalsInBetween() throws {
    try expectUnhindered(
      try folder.plugin(
        before: """
          #include <sys/mman.h>
          #include <sys/time.h>
          static void hear(int signal) { (void)signal; }
          """,
        call: """
          struct sigaction action = {.sa_handler = hear};
          struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
          if (sigaction(SIGALRM, &action, NULL) || setitimer(ITIMER_REAL, &often, NULL)) return 1;
          *result = 42;
          for (int round = 0; round < 4000; round++) {
            void *room = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (room == MAP_FAILED) { *result = round; break; }
            munmap(room, 64 << 20);
          }
          setitimer(ITIMER_REAL, &never, NULL);
          return 0;
          """))
  }

  @Test func threadsThatComeAndGo() throws {
    try expectUnhindered(
      try folder.plugin(
        before: """
          static _Thread_local int mine;
          static void *count(void *total) { mine++; __atomic_add_fetch((int64_t *)total, mine, __ATOMIC_RELAXED); return NULL; }
          """,
        call: """
          *result = 0;
          pthread_t threads[7];
          for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 7; i++) if (pthread_create(&threads[i], NULL, count, result)) return 1;
            for (int i = 0; i < 7; i++) pthread_join(threads[i], NULL);
          }
          return 0;
          """, ["-pthread"]))
  }

  /// In a folder that it may write in.
  @Test func files() throws {
    let plugin = try folder.compileC(
      """
      #include <cstdint>
      #include <cstdlib>
      #include <filesystem>
      #include <fstream>
      namespace fs = std::filesystem;
      extern "C" int32_t MyFunction(const char *, int64_t *result, char *error, size_t capacity) try {
        fs::path place = fs::path(getenv("TMPDIR")) / "honest";
        fs::create_directories(place / "a" / "b");
        std::ofstream(place / "a" / "one") << "forty-two";
        fs::copy_file(place / "a" / "one", place / "two");
        fs::rename(place / "two", place / "a" / "b" / "three");
        fs::create_symlink("one", place / "a" / "link");
        fs::create_hard_link(place / "a" / "one", place / "a" / "hard");
        fs::resize_file(place / "a" / "b" / "three", 5);
        fs::last_write_time(place / "a" / "one");
        int64_t size = 0;
        for (auto &entry : fs::recursive_directory_iterator(place)) size += entry.is_regular_file() ? entry.file_size() : 0;
        fs::space(place);
        *result = size == 9 + 9 + 9 + 5 && fs::remove_all(place) == 7 ? 42 : size;
        return 0;
      } catch (const std::exception &reason) {
        snprintf(error, capacity, "%s", reason.what());
        return 1;
      }
      """, ["-std=c++17", "-lstdc++"], language: "c++")
    try expectUnhindered(plugin, ["--allow-write", try folder.folder("place")])
  }

  @Test func programs() throws {
    try expectUnhindered(
      try folder.plugin(
        call: """
          FILE *pipe = popen("echo one two three | tr ' ' '\\\\n' | grep -c .", "r");
          char line[16] = "";
          if (!pipe || !fgets(line, sizeof line, pipe) || pclose(pipe) != 0) return 1;
          *result = 39 + atoi(line);
          return 0;
          """), ["--allow-processes"])
  }

  @Test func names() throws {
    try expectUnhindered(
      try folder.plugin(
        before: "#include <netdb.h>",
        call: """
          struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
          if (getaddrinfo("localhost", "80", &hints, &found) != 0) return 1;
          freeaddrinfo(found);
          *result = 42;
          return 0;
          """), ["--allow-network"])
  }
}
