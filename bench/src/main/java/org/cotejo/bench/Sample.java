package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process held at one moment.
///
/// @param second after the beginning
/// @param resident bytes of memory
/// @param heap bytes in use of what Java manages, garbage included
/// @param descriptors files and connections that are open
record Sample(long second, long resident, long heap, long descriptors) {
  private static final String RESIDENT = "VmRSS:";

  static Sample take(long second, long pid, long heap) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    long resident;
    try (var lines = Files.lines(process.resolve("status"))) {
      resident =
          lines
              .filter(line -> line.startsWith(RESIDENT))
              .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
              .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
              .findFirst()
              .orElseThrow(() -> new IOException("the server has ended"));
    }
    try (var open = Files.list(process.resolve("fd"))) {
      return new Sample(second, resident, heap, open.count());
    }
  }

  static String header() {
    return "second,resident_bytes,heap_bytes,descriptors";
  }

  String csv() {
    return second + "," + resident + "," + heap + "," + descriptors;
  }
}
