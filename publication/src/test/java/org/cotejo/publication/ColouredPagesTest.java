package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.junit.jupiter.api.Test;

/// Bars in the colours that a package gives its lists, and text never.
class ColouredPagesTest {
  /// The small election, its first list with a colour and the others without.
  private static ElectionPackage coloured() {
    var files = new TreeMap<>(SmallElection.PACKAGE.files());
    String text =
        new String(files.get("selections.csv"), StandardCharsets.UTF_8)
            .replace("\n", ",\n")
            .replace("nameLatin,\n", "nameLatin,colour\n")
            .replace("</script>,\n", "</script>,#ffff00\n");
    files.put("selections.csv", text.getBytes(StandardCharsets.UTF_8));
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  @Test
  void drawBarsInThemReadableOnLightAndOnDark() {
    SmallPublication made = SmallPublication.open(coloured());
    made.record("A1", "p", "A1", SmallElection.votes("A1", 10, 20, 3, 1));
    made.bulletin();
    assertThat(made.text("index.html"))
        .contains("<rect height=\"10\" width=\"500\" fill=\"#929200\"/>")
        .contains("<rect height=\"10\" width=\"1000\" class=\"neutral\"/>")
        .doesNotContain("style=")
        .doesNotContain("#ffff00");
  }
}
