package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disputed election made by a seed: one defect of every class, each found with its class at its
/// station, and nothing else.
class PlantedDefectsTest {
  private static final int STATIONS = 300;

  private static TallyFigures figures(long cast, long valid, long... votes) {
    return new TallyFigures(
        9_000,
        OptionalLong.empty(),
        cast,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, cast, 0, 0, valid, votes)));
  }

  private static long[] votes(int station, int selections) {
    return IntStream.range(0, selections).mapToLong(s -> 120 + 13L * s + station % 7).toArray();
  }

  private static TallyFigures sound(int station, int selections) {
    long sum = LongStream.of(votes(station, selections)).sum();
    return figures(sum, sum, votes(station, selections));
  }

  private static ElectionPackage election(long seed) {
    var made = new SyntheticElection(STATIONS, 1, seed).packageFiles().files();
    return ((PackageOutcome.Read) ElectionPackageReader.read(made)).electionPackage();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyDefectIsFoundInItsClassAtItsStationAndNothingElseIs(long seed) {
    ElectionPackage election = election(seed);
    int selections = election.contests().getFirst().selections().size();
    List<Integer> places = new ArrayList<>(IntStream.range(0, STATIONS).boxed().toList());
    Collections.shuffle(places, new Random(seed));
    var log = new Source(election, "log", Source.Role.SIGNED);
    var bundle = new Source(election, "bundle", Source.Role.SIGNED);
    var paper = new Source(election, "paper", Source.Role.PRINTED);
    var table = new Source(election, "table", Source.Role.TABLE);
    for (int station : places) {
      TallyFigures sound = sound(station, selections);
      boolean isIn = station != places.get(0);
      log.set(0, station, station == places.get(1) ? other(sound, 100, 1) : sound);
      bundle.set(0, station, sound(station, selections));
      paper.set(0, station, station == places.get(2) ? other(sound, 100, 2) : sound);
      if (isIn) {
        table.set(0, station, inTable(station, places, sound));
      }
    }
    table.defect(0, places.get(5), new Source.Defect("status", "SIN ACTA"));
    // The same figures that contradict each other, in every source.
    for (Source source : List.of(log, bundle, paper, table)) {
      long[] votes = votes(places.get(6), selections);
      source.set(0, places.get(6), figures(800, 800, votes));
    }
    var found = Reconciliation.of(election, List.of(log, bundle, paper, table));
    Map<Integer, Concordance> classes = new TreeMap<>();
    for (int station = 0; station < STATIONS; station++) {
      Concordance kind = found.kind(0, station).orElseThrow();
      if (kind != Concordance.CONCORDANT) {
        classes.put(station, kind);
      }
    }
    assertThat(classes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                places.get(0), Concordance.MISSING,
                places.get(1), Concordance.SIGNED_CONFLICT,
                places.get(2), Concordance.PRINTED_NOT_SIGNED,
                places.get(3), Concordance.TRANSCRIPTION,
                places.get(4), Concordance.DIFFERENT,
                places.get(5), Concordance.FORM_DEFECT,
                places.get(6), Concordance.ARITHMETIC));
  }

  private static TallyFigures inTable(int station, List<Integer> places, TallyFigures sound) {
    if (station == places.get(3)) {
      return other(sound, 1, 0);
    }
    return station == places.get(4) ? other(other(sound, 100, 0), 57, 1) : sound;
  }

  private static TallyFigures other(TallyFigures sound, long more, int selection) {
    ChannelCount count = sound.channels().getFirst();
    long[] votes = count.votes();
    votes[selection] += more;
    return figures(count.ballotsCast(), count.validVotes(), votes);
  }
}
