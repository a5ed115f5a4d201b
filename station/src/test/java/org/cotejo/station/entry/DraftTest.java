package org.cotejo.station.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.TallySubject;
import org.cotejo.station.SmallElection;
import org.junit.jupiter.api.Test;

/// A sheet that is filled in field by field.
class DraftTest {
  private final BlankSheet sheet = sheet("mayor");

  private static BlankSheet sheet(String contest) {
    try {
      return BlankSheet.of(SmallElection.PACKAGE, new TallySubject(contest, "1"));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static Draft with(Draft draft, String field, long value) {
    return draft.with(field(field), OptionalLong.of(value));
  }

  private static Field field(String name) {
    try {
      return Field.parse(name);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<ArithmeticRule> broken(Draft draft) {
    return draft.breaches().stream().map(Arithmetic.Breach::rule).toList();
  }

  @Test
  void hasTheFieldsOfTheSheetInTheirOrder() {
    assertThat(sheet.fields()).isSorted();
    assertThat(sheet.fields().stream().map(Field::toString))
        .startsWith("registeredVoters", "votersAdded", "votersAdmitted")
        .containsSubsequence(
            "0.ballotsCast", "0.validVotes", "0.votes.0", "0.votes.1", "1.ballotsCast")
        .hasSize(6 + 2 * (4 + 3));
    assertThatThrownBy(() -> BlankSheet.of(SmallElection.PACKAGE, new TallySubject("king", "1")))
        .hasMessage("no contest 'king'; there are mayor, council");
    assertThatThrownBy(() -> BlankSheet.of(SmallElection.PACKAGE, new TallySubject("mayor", "9")))
        .hasMessage("no station '9' in the package");
  }

  @Test
  void asksNothingMoreOfAChannelThatWasNotUsedButNeedsOne() {
    Draft draft = Draft.of(sheet).with(field("1.ballotsCast"), OptionalLong.empty());
    assertThat(draft.fields()).hasSize(6 + 7 + 1).contains(field("1.ballotsCast"));
    assertThat(draft.isRequired(field("1.ballotsCast"))).isFalse();
    assertThat(draft.isRequired(field("0.ballotsCast"))).isTrue();
    assertThat(Draft.of(sheet).isRequired(field("0.ballotsCast"))).isFalse();
    assertThat(draft.isRequired(field("votersAdded"))).isFalse();
  }

  @Test
  void saysWhatIsBrokenAsSoonAsAllItsFieldsAreThereAndNoSooner() {
    Draft draft = with(Draft.of(sheet), "registeredVoters", 500);
    assertThat(broken(draft)).isEmpty();
    assertThat(broken(with(draft, "registeredVoters", 499))).containsExactly(ArithmeticRule.R206);
    draft = draft.with(field("votersAdded"), OptionalLong.empty());
    draft = with(draft, "votersAdmitted", 501);
    assertThat(broken(draft)).containsExactly(ArithmeticRule.R101);
    draft = with(draft, "votersAdmitted", 100);
    draft = with(draft, "0.ballotsCast", 100);
    assertThat(broken(draft)).as("the other channel is open").isEmpty();
    draft = draft.with(field("1.ballotsCast"), OptionalLong.empty());
    draft = with(with(draft, "0.blankVotes", 0), "0.invalidVotes", 0);
    draft = with(draft, "0.validVotes", 99);
    assertThat(broken(draft)).as("none of these is apart").isEmpty();
    draft = with(with(draft, "0.votes.0", 60), "0.votes.1", 40);
    assertThat(broken(draft)).isEmpty();
    draft = with(draft, "0.votes.2", 0);
    assertThat(broken(draft)).containsExactly(ArithmeticRule.R103, ArithmeticRule.R104);
  }

  /// What is shown on the way is what is found at the end.
  @Test
  void findsAtTheEndWhatTheRulesFind() throws MalformedException {
    long[] values = {480, 3, 600, 20, 5, 1, 90, 30, 40, 7, 3, 2, 1, 700, 0, 1, 0, 4, 0, 0};
    Draft draft = Draft.of(sheet);
    List<Field> fields = sheet.fields();
    for (int i = 0; i < fields.size(); i++) {
      draft = draft.with(fields.get(i), OptionalLong.of(values[i]));
    }
    assertThat(draft.missing()).isEmpty();
    assertThat(draft.breaches()).isEqualTo(sheet.rules().check(draft.figures()));
    assertThat(broken(draft))
        .contains(
            ArithmeticRule.R101,
            ArithmeticRule.R102,
            ArithmeticRule.R105,
            ArithmeticRule.R106,
            ArithmeticRule.R201);
  }

  @Test
  void givesFiguresWhenNothingIsMissing() throws MalformedException {
    Draft draft = Draft.of(sheet);
    assertThat(draft.missing()).contains(field("registeredVoters"));
    var answers = new TreeMap<Field, OptionalLong>();
    for (Field field : sheet.fields()) {
      answers.put(field, OptionalLong.of(1));
    }
    answers.put(field("votersAdded"), OptionalLong.empty());
    answers.put(field("1.ballotsCast"), OptionalLong.empty());
    draft = new Draft(sheet, answers);
    assertThat(draft.missing()).isEmpty();
    assertThat(draft.figures().channels()).hasSize(1);
    assertThat(draft.figures().votersAdded()).isEmpty();
    assertThat(draft.figures().channels().getFirst().selections()).isEqualTo(3);
  }
}
