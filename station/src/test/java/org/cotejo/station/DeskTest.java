package org.cotejo.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Opening;
import org.cotejo.model.PackageFit;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Event;
import org.cotejo.station.entry.Outcome;
import org.cotejo.station.entry.Stage;
import org.cotejo.station.outbox.FragileDisk;
import org.cotejo.station.outbox.FragileDisk.Crash;
import org.cotejo.station.outbox.FragileDisk.Fault;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The evening of a station.
class DeskTest {
  private static final SigningKey KEY = TestLog.key(4);
  private static final SigningKey OTHER = TestLog.key(5);
  private static final Hash BUILD = Hash.sha256(new byte[] {1});
  private static final ElectionLog LOG = SmallElection.log();

  @TempDir private Path directory;

  private static TallyFigures figures(long ada) {
    return new TallyFigures(
        500,
        OptionalLong.empty(),
        100,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, 100, 0, 0, 100, new long[] {ada, 100 - ada, 0})));
  }

  private static Event enter(String clerk, long ada) {
    return new Event.Enter(clerk, Event.Source.HAND, figures(ada));
  }

  private StationDirectory station() throws IOException, MalformedException {
    var station = new StationDirectory(directory.resolve("station"));
    station.init(
        LOG,
        List.of(Endpoint.parse("http://a.example:8700")),
        Optional.of(new StationDirectory.Place(SmallElection.PACKAGE, "1")));
    return station;
  }

  private static List<Item> items(StationDirectory station) throws IOException {
    try (Outbox outbox = station.outbox()) {
      return outbox.items();
    }
  }

  private static void ready(Desk desk, BlankSheet sheet) throws IOException {
    assertThat(desk.apply(sheet, enter("ana", 60))).isInstanceOf(Outcome.Done.class);
    assertThat(desk.apply(sheet, enter("eva", 60))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void opensWithTheBuildAndThePackageItHas() throws Exception {
    StationDirectory station = station();
    Desk desk = station.desk();
    Desk.Signed signed = desk.open(BUILD, KEY);
    assertThat(signed.isNew()).isTrue();
    assertThat(desk.open(BUILD, KEY)).isEqualTo(new Desk.Signed(signed.leaf(), false));
    List<Item> items = items(station);
    assertThat(items).hasSize(1);
    assertThat(items.getFirst().statement().isSignedBy(KEY.verificationKey())).isTrue();
    assertThat(Statement.decode(items.getFirst().statement()))
        .isEqualTo(
            new Opening("1", BUILD, PackageFit.digest(PackageFit.digests(SmallElection.PACKAGE))));
    assertThat(desk.open(Hash.sha256(new byte[0]), KEY).isNew()).isTrue();
  }

  @Test
  void closesWhatIsAgreedOnceAndNothingElse() throws Exception {
    StationDirectory station = station();
    Desk desk = station.desk();
    BlankSheet sheet = desk.sheet("mayor");
    assertThatThrownBy(() -> desk.close(sheet, KEY)).hasMessageContaining("mayor/1 is EMPTY");
    desk.apply(sheet, enter("ana", 60));
    assertThatThrownBy(() -> desk.close(sheet, KEY)).hasMessageContaining("ENTERED_ONCE");
    desk.apply(sheet, enter("eva", 60));
    Desk.Signed signed = desk.close(sheet, KEY);
    assertThat(signed.isNew()).isTrue();
    assertThat(desk.entry(sheet).stage()).isEqualTo(Stage.SIGNED);
    assertThat(desk.entry(sheet).signed()).contains(signed.leaf());
    assertThat(desk.close(sheet, KEY)).isEqualTo(new Desk.Signed(signed.leaf(), false));
    assertThat(desk.close(sheet, OTHER)).isEqualTo(new Desk.Signed(signed.leaf(), false));
    assertThat(items(station)).hasSize(1);
    assertThat(Statement.decode(items(station).getFirst().statement()))
        .isEqualTo(new TallyRecord(sheet.about(), figures(60)));
    assertThat(desk.apply(sheet, new Event.Clear("ana"))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void signsNoSecondRecordBesideOneThatWasAdded() throws Exception {
    StationDirectory station = station();
    Desk desk = station.desk();
    BlankSheet sheet = desk.sheet("mayor");
    try (Outbox outbox = station.outbox()) {
      outbox.add(new TallyRecord(sheet.about(), figures(59)).sign(LOG.id(), KEY).bytes());
    }
    ready(desk, sheet);
    assertThatThrownBy(() -> desk.close(sheet, KEY))
        .hasMessageContaining("number 1 in the outbox is a record of mayor/1 already");
    assertThat(desk.entry(sheet).stage()).isEqualTo(Stage.READY);
  }

  @Test
  void tellsWhatIsMissingOrNotAsItWas() throws Exception {
    var sender = new StationDirectory(directory.resolve("sender"));
    sender.init(LOG, List.of(Endpoint.parse("http://a.example:8700")), Optional.empty());
    assertThatThrownBy(sender::desk).hasMessageContaining("cotejo station init --package");
    StationDirectory station = station();
    Path file = directory.resolve("station/package/stations.csv");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("500", "501"));
    assertThatThrownBy(station::desk)
        .hasMessageContaining("package file stations.csv is not the one the election binds")
        .hasMessageContaining("copy the package");
    Files.writeString(file, before);
    Files.writeString(directory.resolve("station/station"), "7\n");
    assertThatThrownBy(station::desk).hasMessageContaining("no station '7' in the package");
    Files.writeString(directory.resolve("station/station"), "1\n");
    BlankSheet sheet = station.desk().sheet("mayor");
    ready(station.desk(), sheet);
    station.desk().close(sheet, KEY);
    Files.delete(directory.resolve("station/entries/mayor~1.statement"));
    try (var files = Files.list(directory.resolve("station/outbox"))) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    assertThatThrownBy(() -> station.desk().close(sheet, KEY))
        .hasMessageContaining("mayor~1.statement is not what was signed; put it back");
  }

  @Test
  void knowsWhoseKeyItIs() throws Exception {
    ElectionPackage election = SmallElection.PACKAGE;
    assertThat(station().desk().stationOf(KEY)).contains("1");
    assertThat(election.devices()).hasSize(1);
    assertThat(new StationDirectory(directory.resolve("station")).desk().stationOf(OTHER))
        .isEmpty();
  }

  /// One process after the other does what is still to be done, the first one until its end. The
  /// figures of both entries are typed again only where they were not kept. Each process signs with
  /// another key, so that what is signed twice is two records.
  private static final class Evening {
    private final FragileDisk entries;
    private final FragileDisk outbox;
    private Optional<Hash> told = Optional.empty();

    Evening(long seed) {
      entries = new FragileDisk(seed);
      outbox = new FragileDisk(seed + 1);
    }

    Desk desk() {
      return new Desk(LOG, SmallElection.PACKAGE, "1", entries, outbox);
    }

    void live(SigningKey key) throws IOException, MalformedException {
      Desk desk = desk();
      BlankSheet sheet = desk.sheet("mayor");
      for (String clerk : List.of("ana", "eva")) {
        Stage stage = desk.entry(sheet).stage();
        if (stage == Stage.EMPTY || stage == Stage.ENTERED_ONCE) {
          var _ = desk.apply(sheet, enter(stage == Stage.EMPTY ? "ana" : clerk, 60));
        }
      }
      Hash leaf = desk.close(sheet, key).leaf();
      told.ifPresent(before -> assertThat(leaf).isEqualTo(before));
      told = Optional.of(leaf);
    }

    void liveInPeace() throws IOException, MalformedException {
      entries.restart();
      outbox.restart();
      live(OTHER);
      live(KEY);
      Desk desk = desk();
      assertThat(desk.entry(desk.sheet("mayor")).signed()).isEqualTo(told);
      try (Outbox box = Outbox.open(outbox, LOG)) {
        assertThat(box.items()).extracting(Item::leaf).containsExactly(told.orElseThrow());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void losesAndDoublesNothingWhereverItEnds(Fault fault) throws Exception {
    var whole = new Evening(0);
    whole.live(KEY);
    for (int i = 0; i < 2; i++) {
      long steps = (i == 0 ? whole.entries : whole.outbox).steps();
      assertThat(steps).isPositive();
      for (long step = 0; step < steps; step++) {
        for (long seed = 0; seed < 4; seed++) {
          var evening = new Evening(seed);
          evening.entries.plan(fault, i == 0 ? step : Long.MAX_VALUE);
          evening.outbox.plan(fault, i == 0 ? Long.MAX_VALUE : step);
          try {
            evening.live(KEY);
          } catch (Crash | IOException e) {
            assertThat(e).isNotNull();
          }
          evening.liveInPeace();
        }
      }
    }
  }
}
