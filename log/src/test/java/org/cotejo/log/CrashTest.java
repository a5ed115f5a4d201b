package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.SimulatedDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Crashes, failing disks and power cuts at every step, and bugs that the same runs must find.
class CrashTest {
  private static final int RUNS = Integer.getInteger("cotejo.crash.runs", 500);

  /// A bug that these many seeds do not show would go unnoticed.
  private static final int MUTANT_RUNS = 500;

  private static void run(long seed, Mutant mutant) {
    try {
      new CrashRun(seed, mutant).atRandom();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  @Test
  void keepsEveryPromiseInLivesThatEndAtRandomSteps() {
    IntStream.range(0, RUNS).parallel().forEach(seed -> run(seed, Mutant.NONE));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void keepsEveryPromiseWhereverALifeEnds(Fault fault) {
    for (int seed = 0; seed < 3; seed++) {
      long steps = new CrashRun(seed, Mutant.NONE).at(Fault.KILL, Long.MAX_VALUE - 1, 6).steps();
      assertThat(steps).isGreaterThan(20);
      for (long step = 0; step < steps; step++) {
        new CrashRun(seed, Mutant.NONE).at(fault, step, 6);
      }
    }
  }

  /// A bit that flipped in the newest frame looks like a crash, but never behind a checkpoint.
  @Test
  void neverForksForABitThatFlippedInTheJournal() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      SimulatedDisk disk = new CrashRun(seed, Mutant.NONE).inPeace().disk();
      var random = new Random(seed);
      long bits = 8L * disk.read(CrashRun.JOURNAL).length;
      disk.flip(CrashRun.JOURNAL, random.nextLong(bits));
      LogDirectory published = CrashRun.published(disk);
      var tree = new MerkleTree();
      try (Journal journal = Journal.open(disk, CrashRun.JOURNAL)) {
        journal.replay((index, entry) -> tree.append(entry));
        published.refuseToFork(tree, Set.of(CrashRun.LOG.verifier()));
        SignedNote note = SignedNote.parse(published.checkpoint());
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertThat(tree.root(checkpoint.size())).isEqualTo(checkpoint.root());
      } catch (IOException e) {
        refused++;
        assertThat(e.getMessage()).containsAnyOf("damaged", "going on would fork");
      } catch (MalformedException e) {
        fail("the checkpoint was not touched", e);
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsTheBug(Mutant mutant) {
    for (int seed = 0; seed < MUTANT_RUNS; seed++) {
      try {
        new CrashRun(seed, mutant).atRandom();
      } catch (AssertionError found) {
        return;
      }
    }
    fail("nobody noticed that the log " + mutant);
  }
}
