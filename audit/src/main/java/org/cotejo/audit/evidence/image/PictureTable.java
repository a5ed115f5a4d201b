package org.cotejo.audit.evidence.image;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pictures as a table, a row for each.
public final class PictureTable {
  private static final List<String> HEADER =
      List.of(
          "file",
          "bytes",
          "sha256",
          "width",
          "height",
          "pixels",
          "perceptual",
          "form",
          "exif",
          "xmp",
          "iptc",
          "icc",
          "sameFile",
          "samePixels",
          "near",
          "problem");

  private PictureTable() {}

  public static String csv(PictureSet set) {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(HEADER);
      for (int i = 0; i < set.pictures().size(); i++) {
        csv.writeRecord(row(set, i));
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory is no disk", e);
    }
    return text.toString();
  }

  private static List<String> row(PictureSet set, int place) {
    Picture picture = set.pictures().get(place);
    Optional<Picture.Shown> shown = picture.shown();
    var row = new ArrayList<String>();
    // A name that others gave is not to be taken for a formula.
    boolean isFormula = "=+-@\t\r".indexOf(picture.file().charAt(0)) >= 0;
    row.add((isFormula ? "'" : "") + picture.file());
    row.add(Long.toString(picture.bytes()));
    row.add(picture.sha256().hex());
    row.add(shown.map(each -> Integer.toString(each.width())).orElse(""));
    row.add(shown.map(each -> Integer.toString(each.height())).orElse(""));
    row.add(shown.map(each -> each.pixels().hex()).orElse(""));
    row.add(shown.map(Picture.Shown::perceptualHex).orElse(""));
    row.add(shown.map(each -> each.isOnForm() ? "yes" : "no").orElse(""));
    for (MetadataBlock block : MetadataBlock.values()) {
      row.add(
          picture.blocks().map(blocks -> blocks.contains(block) ? "present" : "absent").orElse(""));
    }
    for (PictureSet.Likeness likeness : PictureSet.Likeness.values()) {
      row.add(group(set, likeness, place));
    }
    row.add(picture.problem());
    return row;
  }

  /// Groups of one likeness are numbered from 1.
  private static String group(PictureSet set, PictureSet.Likeness likeness, int place) {
    int number = 0;
    for (PictureSet.Group group : set.groups()) {
      if (group.likeness() == likeness) {
        number++;
        if (group.members().contains(place)) {
          return Integer.toString(number);
        }
      }
    }
    return "";
  }
}
