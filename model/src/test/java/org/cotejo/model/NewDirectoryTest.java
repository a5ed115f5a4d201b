package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewDirectoryTest {
  @TempDir private Path temporary;

  private static void writeHalf(Path inside) throws IOException {
    Files.createDirectories(inside.resolve("a/b"));
    Files.writeString(inside.resolve("a/b/file"), "x");
    throw new IOException("No space left on device");
  }

  @Test
  void holdsEverythingThatWasWritten() throws IOException {
    Path made = temporary.resolve("above/made");
    NewDirectory.make(
        made,
        inside -> {
          Files.createDirectory(inside.resolve("sub"));
          Files.writeString(inside.resolve("sub/file"), "x");
          Files.writeString(inside.resolve("file"), "y");
        });
    assertThat(made.resolve("sub/file")).hasContent("x");
    try (var children = Files.list(made)) {
      assertThat(children.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("sub", "file");
    }
  }

  @Test
  void isNotThereAfterAFailureThatAWriterOfRowsMet() {
    Path made = temporary.resolve("made");
    assertThatThrownBy(() ->
            NewDirectory.make(
                made,
                inside -> {
                  Files.writeString(inside.resolve("rows.csv"), "x");
                  throw new UncheckedIOException(new IOException("No space left on device"));
                }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("made")
        .hasMessageContaining("No space left on device");
    assertThat(made).doesNotExist();
  }

  @Test
  void isNotThereAfterAFailureAndTheErrorSaysWhere() {
    Path made = temporary.resolve("made");
    assertThatThrownBy(() -> NewDirectory.make(made, NewDirectoryTest::writeHalf))
        .isInstanceOf(IOException.class)
        .hasMessage(made + ": No space left on device");
    assertThat(made).doesNotExist();
  }

  @Test
  void staysEmptyAfterAFailureIfItWasThereBefore() throws IOException {
    Path made = Files.createDirectory(temporary.resolve("mounted"));
    assertThatThrownBy(() -> NewDirectory.make(made, NewDirectoryTest::writeHalf))
        .isInstanceOf(IOException.class);
    assertThat(made).isEmptyDirectory();
    NewDirectory.make(made, inside -> Files.writeString(inside.resolve("file"), "x"));
    assertThat(made.resolve("file")).hasContent("x");
  }

  @Test
  void saysWhatIsLeftOfACommandThatWasBrokenOff() throws IOException {
    Path left = temporary.resolve("left");
    Files.createDirectories(left.resolve(".unfinished"));
    assertThatThrownBy(() -> NewDirectory.make(left, inside -> {}))
        .hasMessage(
            left + " is what a command left that was broken off; remove it and start again");
  }

  @Test
  void doesNotTouchADirectoryThatHoldsSomethingNorAFile() throws IOException {
    Path full = Files.createDirectory(temporary.resolve("full"));
    Files.writeString(full.resolve("mine"), "x");
    assertThatThrownBy(() -> NewDirectory.make(full, inside -> {}))
        .hasMessage(full + " is not empty; choose a new directory");
    assertThat(full.resolve("mine")).hasContent("x");
    Path file = full.resolve("mine");
    assertThatThrownBy(() -> NewDirectory.make(file, inside -> {}))
        .hasMessage(file + " is a file; choose a new directory");
  }

  @Test
  void takesThePlaceOfAnEarlierOneWhenItIsWhole() throws IOException {
    Path place = temporary.resolve("place");
    NewDirectory.replace(place, "mark", inside -> Files.writeString(inside.resolve("mark"), "1"));
    assertThatThrownBy(() -> NewDirectory.replace(place, "mark", NewDirectoryTest::writeHalf))
        .isInstanceOf(IOException.class);
    assertThat(place.resolve("mark")).hasContent("1");
    NewDirectory.replace(
        place,
        "mark",
        inside -> {
          assertThat(place.resolve("mark")).hasContent("1");
          Files.writeString(inside.resolve("mark"), "2");
        });
    assertThat(place.resolve("mark")).hasContent("2");
    assertThat(temporary).isDirectoryNotContaining("glob:**place.*");
  }

  @Test
  void replacesAfterItWasKilledAnywhere() throws IOException {
    for (String left : List.of("place.unfinished/.unfinished", "place.replaced")) {
      Path place = temporary.resolve("place");
      Path there = Files.createDirectories(temporary.resolve(left));
      Files.writeString(there.resolve("mark"), "of a life before");
      NewDirectory.replace(place, "mark", inside -> Files.writeString(inside.resolve("mark"), "x"));
      assertThat(place.resolve("mark")).hasContent("x");
      assertThat(temporary).isDirectoryNotContaining("glob:**place.*");
      NewDirectory.remove(place);
    }
  }

  @Test
  void replacesNothingThatSomebodyElseMade() throws IOException {
    for (String own : List.of("place", "place.unfinished", "place.replaced")) {
      Path mine = Files.createDirectory(temporary.resolve(own));
      Files.writeString(mine.resolve("mine"), "x");
      assertThatThrownBy(
              () -> NewDirectory.replace(temporary.resolve("place"), "mark", inside -> {}))
          .hasMessage(mine + " has no mark, so it is not replaced; choose another directory");
      assertThat(mine.resolve("mine")).hasContent("x");
      NewDirectory.remove(mine);
    }
  }

  @Test
  void removesLinksAndNotWhatTheyPointAt() throws IOException {
    Path kept = Files.createDirectory(temporary.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path gone = Files.createDirectory(temporary.resolve("gone"));
    Files.createSymbolicLink(gone.resolve("link"), kept);
    NewDirectory.remove(gone);
    assertThat(gone).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("x");
  }
}
