package org.cotejo.cli.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.cli.terminal.Key;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallySubject;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Draft;
import org.cotejo.station.entry.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sheet filled in key by key, and what is seen of it.
class EntryFormTest {
  private final BlankSheet sheet = sheet();
  private EntryForm form = EntryForm.of(Draft.of(sheet));

  private static BlankSheet sheet() {
    try {
      Path directory = Files.createTempDirectory("form");
      for (var file : new SyntheticElection(1, 1, 1).packageFiles().files().entrySet()) {
        Files.write(directory.resolve(file.getKey()), file.getValue());
      }
      ElectionPackage election =
          ((PackageOutcome.Read) ElectionPackageReader.read(directory)).electionPackage();
      return BlankSheet.of(election, new TallySubject("1", "S0000001"));
    } catch (IOException | MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// Digits, and a letter for each other key.
  private void type(String keys) {
    for (int i = 0; i < keys.length(); i++) {
      char letter = keys.charAt(i);
      form =
          form.press(
              switch (letter) {
                case '\n' -> Key.Named.ENTER;
                case '<' -> Key.Named.BACK;
                case '-' -> Key.Named.ERASE;
                case 'x' -> Key.Named.OTHER;
                case '!' -> Key.Named.LEAVE;
                default -> new Key.Digit(letter - '0');
              });
    }
  }

  private long value(String field) throws MalformedException {
    return form.draft().answer(Field.parse(field)).orElse(-1);
  }

  private List<String> page(int columns, int rows) {
    var words = new Words();
    var heading =
        new FormPage.Heading(
            "Contest 1 · S0000001",
            "ana, first entry",
            Optional.of("Rehearsal: these figures are no results."),
            "Type what stands on the paper.");
    return new FormPage(words, Paint.PLAIN, Letters.UNICODE, new SheetWords(sheet, words), heading)
        .of(form, columns, rows);
  }

  private static String fill(BlankSheet sheet) {
    return "500\n\n100\n\n\n\n100\n0\n0\n100\n" + "100\n" + "0\n".repeat(sheet.ballot().size() - 1);
  }

  @Test
  void isKeptWhenItIsWholeAndNotBefore() throws MalformedException {
    type(fill(sheet));
    assertThat(form.state()).isEqualTo(EntryForm.State.OPEN);
    type("7x-");
    type("\n");
    assertThat(form.state()).isEqualTo(EntryForm.State.KEPT);
    assertThat(form.draft().figures().votersAdmitted()).isEqualTo(100);
    assertThat(form.draft().figures().votersAdded()).isEmpty();
  }

  @Test
  void goesBackAndCorrectsWithoutTypingTheRestAgain() throws MalformedException {
    type("510\n\n99\n<<<");
    assertThat(form.typed()).isEqualTo("510");
    type("4");
    assertThat(form.typed()).as("the first digit replaces").isEqualTo("4");
    type("-50\n");
    assertThat(value("registeredVoters")).isEqualTo(50);
    type("\n\n");
    assertThat(value("votersAdmitted")).isEqualTo(99);
    type("12<");
    assertThat(value("ballotsReceived")).as("half typed, not lost").isEqualTo(12);
    type("<<<<<");
    assertThat(form.at()).isZero();
  }

  @Test
  void takesDigitsOnlyAndNineOfThem() throws MalformedException {
    type("x");
    assertThat(form.note()).isEqualTo(EntryForm.Note.DIGITS_ONLY);
    type("\n");
    assertThat(form.note()).isEqualTo(EntryForm.Note.NEEDED);
    type("0012345678");
    assertThat(form.typed()).isEqualTo("12345678");
    type("90");
    assertThat(form.note()).isEqualTo(EntryForm.Note.TOO_LONG);
    type("\n");
    assertThat(value("registeredVoters")).isEqualTo(123456789);
  }

  @Test
  void keepsNothingWhenItIsLeft() {
    type("500\n!");
    assertThat(form.state()).isEqualTo(EntryForm.State.LEFT);
  }

  @Test
  void asksForFieldsThatDifferAndForNoOthers() throws MalformedException {
    List<Field> open = List.of(Field.parse("votersAdded"), Field.parse("0.votes.1"));
    form = EntryForm.of(Draft.of(sheet), open);
    assertThat(page(80, 24)).noneMatch(line -> line.contains("Registered voters"));
    type("\n61\n\n");
    assertThat(form.state()).isEqualTo(EntryForm.State.KEPT);
    assertThat(value("votersAdded")).isEqualTo(-1);
    assertThat(value("0.votes.1")).isEqualTo(61);
  }

  @Test
  void showsWhatIsBrokenWhileItIsTyped() {
    type("400\n");
    assertThat(String.join("\n", page(80, 30))).contains("R206  Registered voters as in");
    type("0\n401\n");
    assertThat(String.join("\n", page(80, 30)))
        .contains("R101  Admitted ≤ registered + added – does not: 401, expected 400");
    type("<400\n");
    assertThat(String.join("\n", page(80, 30))).doesNotContain("R101");
  }

  @ParameterizedTest
  @CsvSource({"80,24", "40,24", "40,12", "24,10", "200,60", "80,6"})
  void fitsAndShowsTheFieldThatIsTypedIn(int columns, int rows) {
    String keys = fill(sheet).replace("100\n0", "100\n7");
    for (int i = 0; i < keys.length(); i++) {
      List<String> page = page(columns, rows);
      assertThat(page).hasSizeLessThanOrEqualTo(rows);
      assertThat(page).allMatch(line -> line.length() < Math.max(columns, 25), "fits");
      assertThat(page.stream().filter(line -> line.startsWith("> ")).toList()).hasSize(1);
      type(keys.substring(i, i + 1));
    }
    assertThat(page(columns, rows)).anyMatch(line -> line.startsWith("> Enter"));
  }
}
