package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Announced totals, with the figures of two announcements of 2024 as they were reported.
class StatedTotalsTest {
  private static final String HEADER =
      "bulletin,outstandingVoters,irreversible,validVotes,invalidVotes,ballotsCast,"
          + "votes.a,votes.b,votes.others\n";
  private static final String FIRST = "one,4264361,yes,10058774,,,5150092,4445978,462704\n";
  private static final String SECOND =
      "two,667374,,12335884,50785,12386669,6408844,5326104,600936\n";

  @TempDir private Path directory;

  private CheckReport checked(String table) throws IOException, MalformedException {
    Path file = Files.writeString(directory.resolve("bulletins.csv"), table);
    return new Checks(1, false, false).run(Optional.empty(), StatedTotalsFile.read(file));
  }

  private static List<String> facts(CheckReport report) {
    return report.findings().stream()
        .flatMap(result ->
            switch (result.outcome()) {
              case Outcome.Exact exact -> exact.contradictions().stream();
              case Outcome.Tested tested -> tested.places().stream();
              case Outcome.NotApplicable _, Outcome.Described _ -> List.<Fact>of().stream();
            })
        .map(fact -> fact.code() + " " + fact.details())
        .toList();
  }

  @Test
  void saysOfEachAnnouncementWhatItsFiguresSay() throws Exception {
    CheckReport report = checked(HEADER + FIRST + SECOND);
    assertThat(facts(report))
        .containsExactly(
            "said-irreversible [one, 704114, 4264361]",
            "from-percentages-exact [one, 1, 0, 7.44E-9, 376479, 50589482279700]",
            "same-percentages [one, 1, 75882581]");
    assertThat(report.tests()).isEqualTo(1);
  }

  /// Two transcripts of the second announcement had a slip each; the sum shows both.
  @ParameterizedTest
  @CsvSource({"6408844, 6480844, 12407884", "600936, 600882, 12335830"})
  void theSumShowsASlipInATranscript(String figure, String slip, long sum) throws Exception {
    CheckReport report = checked(HEADER + SECOND.replace(figure, slip));
    assertThat(facts(report)).containsExactly("not-the-valid-votes [two, 12335884, " + sum + "]");
  }

  @Test
  void aFigureThatGoesDownIsFoundUnlessACorrigendumIsNamed() throws Exception {
    String header = "bulletin,corrigendum,votes.a,votes.b\n";
    CheckReport report = checked(header + "1,,70,30\n2,,69,40\n3,order 7,60,50\n");
    assertThat(facts(report)).containsExactly("goes-down [votes.a, 1, 70, 2, 69, ]");
  }

  @Test
  void partsThatDoNotAddUpAndMoreBallotsThanVotersAreFound() throws Exception {
    String header = "bulletin,registeredVoters,ballotsCast,validVotes,invalidVotes,blankVotes\n";
    CheckReport report = checked(header + "1,90,100,90,5,4\n");
    assertThat(facts(report))
        .containsExactly("not-the-ballots [1, 100, 99]", "more-than-voters [1, 100, 90]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bulletin,votes.a,votes.a\\n1,2,3|column 'votes.a' is not one of",
        "bulletin,share\\n1,2|column 'share' is not one of",
        "votes.a\\n1|a column 'bulletin' is needed",
        "bulletin,votes.a\\n1,51.2|bulletins.csv:2: not a count",
        "bulletin,votes.a\\n,5|bulletins.csv:2: the column 'bulletin' is empty",
        "bulletin,irreversible\\n1,perhaps|irreversible is yes or no",
        "bulletin,votes.a\\n1,2,3|a row is longer or shorter"
      })
  void refusesWhatIsNotATable(String table, String reason) {
    assertThatThrownBy(() -> checked(table.replace("\\n", "\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(reason);
  }
}
