package org.cotejo.station.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.cotejo.cose.Hash;
import org.cotejo.log.DiskStorage;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;
import org.cotejo.station.entry.Event.Source;
import org.cotejo.station.entry.Outcome.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures entered twice, by everybody in every order.
class EntryTest {
  private static final TallySubject ABOUT = new TallySubject("mayor", "1");
  private static final Entry.Rules RULES =
      figures -> Arithmetic.check(figures, -1, ValidVotesBase.ALL_SELECTIONS, 500);
  private static final TallyFigures SOUND = figures(100, 60, 40);
  private static final TallyFigures OTHER = figures(100, 61, 39);

  /// Adds up to something else than the ballots cast.
  private static final TallyFigures BROKEN = figures(100, 60, 41);

  @TempDir private Path directory;

  private static TallyFigures figures(long cast, long a, long b) {
    return new TallyFigures(
        500,
        OptionalLong.empty(),
        cast,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, cast, 0, 0, 100, new long[] {a, b})));
  }

  private static Event enter(String clerk, TallyFigures figures) {
    return new Event.Enter(clerk, Source.HAND, figures);
  }

  private static Event settle(int selection, long value) {
    return new Event.Settle("A", new Field(0, "votes", selection), OptionalLong.of(value));
  }

  private static Entry after(Event... events) {
    Entry entry = Entry.empty(RULES);
    for (Event event : events) {
      entry = ((Outcome.Done) entry.after(event)).entry();
    }
    return entry;
  }

  private static void refuses(Entry entry, Event event, Code code) {
    assertThat(entry.after(event))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void isReadyWhenTwoPeopleEnterTheSame() {
    Entry entry = after(enter("A", SOUND), enter("B", SOUND));
    assertThat(entry.stage()).isEqualTo(Stage.READY);
    assertThat(entry.figures()).contains(SOUND);
    assertThat(after(enter("A", SOUND)).figures()).isEmpty();
  }

  @Test
  void asksForTheFieldsThatDifferAndNoOthers() {
    Entry entry = after(enter("A", SOUND), enter("B", OTHER));
    assertThat(entry.stage()).isEqualTo(Stage.DIFFERING);
    assertThat(entry.open()).hasToString("[0.votes.0, 0.votes.1]");
    assertThat(entry.figures()).isEmpty();
    refuses(
        entry,
        new Event.Settle("A", Field.ofSheet("votersAdmitted"), OptionalLong.of(1)),
        Code.E104);
    Entry settled = after(enter("A", SOUND), enter("B", OTHER), settle(0, 61), settle(1, 39));
    assertThat(settled.stage()).isEqualTo(Stage.READY);
    assertThat(settled.figures()).contains(OTHER);
  }

  @Test
  void takesNoSecondEntryOfThePersonOrKindThatMadeTheFirst() {
    refuses(after(enter("A", SOUND)), enter("A", SOUND), Code.E102);
    var export = new Event.Enter("machine", Source.EXPORT, SOUND);
    refuses(after(export), new Event.Enter("other", Source.EXPORT, SOUND), Code.E103);
    assertThat(after(export, enter("A", SOUND)).stage()).isEqualTo(Stage.READY);
    assertThat(after(enter("A", SOUND), export).stage()).isEqualTo(Stage.READY);
  }

  @Test
  void holdsWhatBreaksARuleUntilPeopleConfirmThatThePaperSaysSo() {
    Entry held = after(enter("A", BROKEN), enter("B", BROKEN));
    assertThat(held.stage()).isEqualTo(Stage.HELD);
    assertThat(held.breaches())
        .extracting(Arithmetic.Breach::rule)
        .containsExactly(ArithmeticRule.R104);
    refuses(held, new Event.Sign(Hash.sha256(new byte[0])), Code.E101);
    refuses(held, new Event.Confirm("A", Set.of()), Code.E106);
    refuses(
        held, new Event.Confirm("A", Set.of(ArithmeticRule.R104, ArithmeticRule.R205)), Code.E106);
    Event confirm = new Event.Confirm("A", Set.of(ArithmeticRule.R104));
    assertThat(after(enter("A", BROKEN), enter("B", BROKEN), confirm).figures()).contains(BROKEN);
  }

  /// A channel that one of the two did not see is settled field by field as well.
  @Test
  void letsNoFigureMissingThatASheetMustHave() {
    var channels = new ArrayList<>(SOUND.channels());
    channels.add(new ChannelCount(1, 0, 0, 0, 0, new long[] {0, 0}));
    var both =
        new TallyFigures(
            500,
            OptionalLong.of(3),
            100,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            channels);
    Entry entry = after(enter("A", SOUND), enter("B", both));
    assertThat(entry.open()).hasSize(7);
    List<Field> open = List.copyOf(entry.open());
    for (Field field : open.subList(0, 6)) {
      var settled = new Event.Settle("A", field, OptionalLong.of(0));
      entry = ((Outcome.Done) entry.after(settled)).entry();
    }
    refuses(entry, new Event.Settle("A", open.getLast(), OptionalLong.empty()), Code.E105);
    assertThat(entry.open()).containsExactly(open.getLast());
    Outcome last = entry.after(new Event.Settle("A", open.getLast(), OptionalLong.of(0)));
    assertThat(((Outcome.Done) last).entry().figures().orElseThrow().channels()).hasSize(2);
  }

  @Test
  void comparesNoBallotsOfDifferentLengths() {
    var longer =
        new TallyFigures(
            500,
            OptionalLong.empty(),
            100,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(new ChannelCount(0, 100, 0, 0, 100, new long[] {60, 40, 0})));
    refuses(after(enter("A", SOUND)), enter("B", longer), Code.E107);
  }

  private static final List<Event> EVENTS =
      List.of(
          enter("A", SOUND),
          enter("A", BROKEN),
          enter("B", SOUND),
          enter("B", OTHER),
          enter("B", BROKEN),
          new Event.Enter("machine", Source.EXPORT, SOUND),
          new Event.Enter("other", Source.EXPORT, SOUND),
          settle(0, 60),
          settle(0, 61),
          settle(1, 39),
          settle(1, 40),
          settle(1, 41),
          new Event.Settle("A", new Field(0, "votes", 1), OptionalLong.empty()),
          new Event.Confirm("A", Set.of()),
          new Event.Confirm("A", Set.of(ArithmeticRule.R104)),
          new Event.Clear("A"),
          new Event.Sign(Hash.sha256(new byte[0])));

  /// All events in all orders, up to six: only steps that are drawn, all of them taken; figures are
  /// shown only when two have agreed; what is signed stays signed.
  @Test
  void takesEveryStepThereIsAndNoOther() {
    Set<Stage.Step> taken = new HashSet<>();
    Set<Code> codes = EnumSet.noneOf(Code.class);
    walk(Entry.empty(RULES), 6, taken, codes);
    var drawn = new HashSet<Stage.Step>();
    for (Stage from : Stage.values()) {
      for (Event.Kind by : Event.Kind.values()) {
        from.after(by).forEach(to -> drawn.add(new Stage.Step(from, by, to)));
      }
    }
    assertThat(taken).isEqualTo(drawn);
    assertThat(codes)
        .containsExactlyInAnyOrder(
            Code.E101, Code.E102, Code.E103, Code.E104, Code.E105, Code.E106);
  }

  private static void walk(Entry entry, int depth, Set<Stage.Step> taken, Set<Code> codes) {
    assertThat(entry.figures().isPresent())
        .isEqualTo(EnumSet.of(Stage.HELD, Stage.READY, Stage.SIGNED).contains(entry.stage()));
    assertThat(entry.open().isEmpty()).isEqualTo(entry.stage() != Stage.DIFFERING);
    if (depth == 0) {
      return;
    }
    for (Event event : EVENTS) {
      switch (entry.after(event)) {
        case Outcome.Done(Entry next) -> {
          taken.add(new Stage.Step(entry.stage(), event.kind(), next.stage()));
          walk(next, depth - 1, taken, codes);
        }
        case Outcome.Refused(Code code, String detail) -> {
          codes.add(code);
          assertThat(detail).isNotEmpty();
        }
      }
    }
  }

  @Test
  void isDrawnAsItIs() throws IOException {
    assertThat(Files.readString(Path.of("../docs/entry.md")))
        .contains("```mermaid\n" + Stage.diagram() + "```\n");
  }

  @Test
  void goesOnWhereItWasAfterEveryStep() throws IOException {
    List<Event> events =
        List.of(
            enter("A", SOUND),
            new Event.Clear("A"),
            new Event.Enter("machine", Source.EXPORT, SOUND),
            enter("B", BROKEN),
            settle(1, 41),
            new Event.Confirm("A", Set.of(ArithmeticRule.R104)),
            new Event.Sign(Hash.sha256(new byte[0])));
    Entry expected = Entry.empty(RULES);
    for (Event event : events) {
      expected = ((Outcome.Done) expected.after(event)).entry();
      try (var book = EntryBook.open(new DiskStorage(directory))) {
        assertThat(book.apply(ABOUT, RULES, event)).isInstanceOf(Outcome.Done.class);
      }
      Entry read;
      try (var book = EntryBook.open(new DiskStorage(directory))) {
        read = book.read(ABOUT, RULES);
      }
      assertThat(read.stage()).isEqualTo(expected.stage());
      assertThat(read.figures()).isEqualTo(expected.figures());
      assertThat(read.open()).isEqualTo(expected.open());
    }
    try (var book = EntryBook.open(new DiskStorage(directory))) {
      assertThat(book.apply(ABOUT, RULES, new Event.Clear("A")))
          .isInstanceOf(Outcome.Refused.class);
      assertThat(book.read(ABOUT, RULES).signed()).contains(Hash.sha256(new byte[0]));
    }
    assertThat(Files.readAllLines(directory.resolve("mayor~1.entry"))).hasSize(8);
  }

  @Test
  void namesAFileThatIsNotAsItWasWritten() throws IOException {
    for (String text :
        List.of(
            "",
            "cotejo-entry/1 mayor/2\n",
            "cotejo-entry/1 mayor/1",
            "cotejo-entry/1 mayor/1\nsign\n",
            "cotejo-entry/1 mayor/1\nclear A\n",
            "cotejo-entry/1 mayor/1\nenter A hand registeredVoters=05\n",
            "cotejo-entry/1 mayor/1\nenter A hand registeredVoters\n",
            "cotejo-entry/1 mayor/1\nenter A mouth\n",
            "cotejo-entry/1 mayor/1\nstir A\n")) {
      Files.writeString(directory.resolve("mayor~1.entry"), text);
      try (var book = EntryBook.open(new DiskStorage(directory))) {
        assertThatThrownBy(() -> book.read(ABOUT, RULES))
            .as(text)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("mayor~1.entry: ")
            .hasMessageContaining("enter the count again");
      }
    }
  }
}
