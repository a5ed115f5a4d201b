package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real file system that loses what was not forced: ext4 on a loop device, shut down in the
/// middle of writing without flushing its log. Needs to be root, with loop devices; skipped
/// elsewhere, where [CrashTest] has to do.
@Timeout(120)
class PowerCutIT {
  private static final int ROUNDS = 8;

  /// EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, of Linux's ext4.h, as soon as a line
  /// comes.
  private static final String SHUT_DOWN =
      "open(my $d, '<', $ARGV[0]) or die $!; my $how = pack('L', 2); <STDIN>;"
          + " ioctl($d, 0x8004587d, $how) or die $!";

  @TempDir private Path directory;
  private Path image = Path.of("");
  private Path mounted = Path.of("");

  /// Set just before the shutdown. Unlike a machine without power, the process lives on, and a
  /// force that is under way then can report success for what the aborted file system has dropped.
  private volatile boolean isCut;

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private String mount() throws IOException {
    return run("mount", "-o", "loop", image.toString(), mounted.toString());
  }

  @BeforeEach
  void makeFileSystem() throws IOException {
    image = directory.resolve("image");
    mounted = Files.createDirectory(directory.resolve("mounted"));
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64L << 20);
    }
    String problem;
    try {
      problem = run("mkfs.ext4", "-q", "-F", image.toString());
      problem = problem.isEmpty() ? mount() : problem;
      problem = problem.isEmpty() ? run("perl", "-e", "1") : problem;
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    assumeTrue(problem.isEmpty(), "no file system can be mounted here: " + problem);
  }

  @AfterEach
  void unmount() throws IOException {
    run("umount", mounted.toString());
  }

  @Test
  void keepsWhatItAcknowledgedWhenThePowerGoes() throws Exception {
    var random = new Random(3);
    List<byte[]> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      isCut = false;
      Process cutter =
          new ProcessBuilder("perl", "-e", SHUT_DOWN, mounted.toString())
              .redirectErrorStream(true)
              .start();
      long delay = random.nextInt(200);
      try (var timer = Executors.newSingleThreadScheduledExecutor()) {
        appendUntilTheEnd(
            acknowledged,
            random,
            () -> {
              var _ = timer.schedule(() -> cut(cutter), delay, TimeUnit.MILLISECONDS);
            });
        assertThat(new String(cutter.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEmpty();
      }
      assertThat(run("umount", mounted.toString())).isEmpty();
      assertThat(mount()).isEmpty();
      try (Journal journal = Journal.open(mounted.resolve("journal"))) {
        List<byte[]> found = JournalTest.entries(journal, 0);
        assertThat(found.size()).isGreaterThanOrEqualTo(acknowledged.size());
        assertThat(found.subList(0, acknowledged.size())).containsExactlyElementsOf(acknowledged);
        acknowledged = found;
      }
    }
  }

  private void cut(Process cutter) {
    isCut = true;
    try (var line = cutter.outputWriter()) {
      line.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param planCut called once something of this round is acknowledged
  private void appendUntilTheEnd(List<byte[]> acknowledged, Random random, Runnable planCut)
      throws IOException {
    boolean isPlanned = false;
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try (Journal journal = Journal.open(mounted.resolve("journal"))) {
      while (System.nanoTime() < giveUp) {
        List<byte[]> batch = JournalTest.batch(random, 1 + random.nextInt(40), 500);
        batch.replaceAll(entry ->
            ByteBuffer.allocate(entry.length + 4).putInt(acknowledged.size()).put(entry).array());
        journal.append(batch);
        if (isCut) {
          continue;
        }
        acknowledged.addAll(batch);
        if (!isPlanned) {
          planCut.run();
          isPlanned = true;
        }
      }
    } catch (IOException e) {
      return; // The power is gone.
    }
    fail("the file system was not shut down");
  }
}
