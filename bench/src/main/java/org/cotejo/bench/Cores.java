package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which processors a measured server has and which the load on it, so that neither takes the
/// other's time. Without `taskset`, or on one processor, they share all.
///
/// @param server number of the server's one processor; empty if they share
/// @param load the others
record Cores(String server, String load) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  static Cores divided() {
    List<String> allowed = allowed();
    return allowed.size() > 1 && hasTaskset()
        ? new Cores(allowed.getFirst(), String.join(",", allowed.subList(1, allowed.size())))
        : new Cores("", "");
  }

  /// What a command begins with that has the last of all processors.
  ///
  /// @throws IOException if there is no `taskset`
  static List<String> last() throws IOException {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    return Program.TASKSET.command("-c", Integer.toString(last));
  }

  boolean areDivided() {
    return !server.isEmpty();
  }

  String text() {
    return areDivided()
        ? "the server on processor " + server + ", the load on " + load
        : "shared by the server and the load: there is no taskset or one processor only";
  }

  /// What a command that starts a server begins with.
  List<String> prefix() {
    return areDivided() ? List.of("taskset", "-c", server) : List.of();
  }

  /// Moves this process, all its threads, to the processors of the load.
  void takeLoad() throws IOException, InterruptedException {
    if (areDivided()) {
      String own = Long.toString(ProcessHandle.current().pid());
      if (run("taskset", "-a", "-p", "-c", load, own) != 0) {
        throw new IOException("taskset does not move this process to processor " + load);
      }
    }
  }

  private static boolean hasTaskset() {
    try {
      return run("taskset", "--version") == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// The processors this process may use, from a list such as `0-3,8`.
  private static List<String> allowed() {
    var allowed = new ArrayList<String>();
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          for (String range : line.substring(ALLOWED.length()).strip().split(",", -1)) {
            String[] ends = range.split("-", -1);
            for (int n = Integer.parseInt(ends[0]);
                n <= Integer.parseInt(ends[ends.length - 1]);
                n++) {
              allowed.add(Integer.toString(n));
            }
          }
        }
      }
    } catch (IOException e) {
      // No such system.
      return List.of();
    }
    return allowed;
  }
}
