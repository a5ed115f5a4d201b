package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.cotejo.audit.evidence.image.PictureSet;
import org.cotejo.audit.evidence.image.Pictures;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.TallyRecord;
import org.cotejo.sheet.Paper;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.sheet.SheetPdf;
import org.cotejo.sheet.TallySheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `bench/run pictures` prints: sheets of one form with the figures of real stations, copies
/// of each as they come from messengers, and how many are told apart and found again. Not run with
/// the tests.
class PicturesMeasured {
  private static final int SHEETS = Integer.getInteger("cotejo.pictures.sheets", 100);
  private static final int TEMPLATES = 3;
  private static final int DOTS_PER_INCH = 130;
  private static final Path EXAMPLE = Path.of("../examples/bulgaria-2021-07-11");

  @TempDir private Path directory;

  /// A copy: a part of the picture, so wide, saved so well.
  ///
  /// @param cut share of each side that is cut off, from the left and top a third more
  private record Copy(double cut, double scale, float quality) {}

  private static final Map<String, Copy> COPIES = copies();

  private static Map<String, Copy> copies() {
    var copies = new LinkedHashMap<String, Copy>();
    copies.put("saved again, quality 40", new Copy(0, 1, 0.4f));
    copies.put("60 % of the size", new Copy(0, 0.6, 0.7f));
    copies.put("40 % of the size", new Copy(0, 0.4, 0.7f));
    copies.put("2 % cut off each side", new Copy(0.02, 1, 0.8f));
    copies.put("5 % cut off each side", new Copy(0.05, 0.8, 0.7f));
    copies.put("8 % cut off each side", new Copy(0.08, 0.8, 0.7f));
    return copies;
  }

  private static BufferedImage page(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH, ImageType.RGB);
    }
  }

  private static BufferedImage copied(BufferedImage image, Copy copy) {
    int left = (int) (image.getWidth() * copy.cut() * 4 / 3);
    int top = (int) (image.getHeight() * copy.cut() * 4 / 3);
    int right = (int) (image.getWidth() * (1 - copy.cut()));
    int bottom = (int) (image.getHeight() * (1 - copy.cut()));
    int width = (int) ((right - left) * copy.scale());
    int height = (int) ((bottom - top) * copy.scale());
    var copied = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = copied.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, left, top, right, bottom, null);
    graphics.dispose();
    return copied;
  }

  private Path save(String name, BufferedImage image, float quality) throws IOException {
    Path file = directory.resolve(name + ".jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = new FileImageOutputStream(file.toFile())) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return file;
  }

  @Test
  void tellsSheetsApartAndFindsTheirCopies() throws IOException, MalformedException {
    ElectionPackage election = PackageDirectory.read(EXAMPLE.resolve("package"));
    List<FiguresFile.Reported> reported =
        FiguresFile.read(EXAMPLE.resolve("figures.csv"), election);
    var key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    var form = new ArrayList<Path>();
    var files = new ArrayList<Path>();
    var sheetOf = new ArrayList<Integer>();
    var kindOf = new ArrayList<String>();
    int step = reported.size() / (SHEETS + TEMPLATES);
    for (int i = 0; i < SHEETS + TEMPLATES; i++) {
      FiguresFile.Reported row = reported.get(i * step);
      var signed =
          new TallyRecord(row.about(), row.figures()).sign(ElectionId.of(new byte[1]), key);
      BufferedImage image;
      try {
        image = page(SheetPdf.of(TallySheet.of(signed, election), Paper.A4, SheetLanguage.ENGLISH));
      } catch (MalformedException e) {
        throw new IOException(e);
      }
      if (i < TEMPLATES) {
        form.add(save("form" + i, image, 0.9f));
        continue;
      }
      files.add(save("sheet" + i, image, 0.85f));
      sheetOf.add(i);
      kindOf.add("");
      for (Map.Entry<String, Copy> copy : COPIES.entrySet()) {
        files.add(
            save(
                "copy" + i + "-" + kindOf.size(),
                copied(image, copy.getValue()),
                copy.getValue().quality()));
        sheetOf.add(i);
        kindOf.add(copy.getKey());
      }
    }
    System.out.printf(
        "pictures: %,d sheets of one form, %d copies of each%n", SHEETS, COPIES.size());
    measure("whole pictures, 64 bits", files, List.of(), sheetOf, kindOf);
    long wrong = measure("what was filled in", files, form, sheetOf, kindOf);
    assertThat(wrong).isZero();
  }

  /// @return how many pairs of different sheets are in one group
  private static long measure(
      String how, List<Path> files, List<Path> form, List<Integer> sheetOf, List<String> kindOf)
      throws IOException {
    long start = System.nanoTime();
    PictureSet set;
    try (var pictures = new Pictures((done, total, all) -> {})) {
      set = pictures.look(files, form);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Set<Long> wrong = new HashSet<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    COPIES.keySet().forEach(kind -> found.put(kind, 0));
    for (PictureSet.Group group : set.groups()) {
      if (group.likeness() != PictureSet.Likeness.NEAR) {
        continue;
      }
      Set<Integer> originals = new HashSet<>();
      Set<Integer> sheets = new HashSet<>();
      for (int member : group.members()) {
        sheets.add(sheetOf.get(member));
        if (kindOf.get(member).isEmpty()) {
          originals.add(sheetOf.get(member));
        }
      }
      for (int member : group.members()) {
        if (!kindOf.get(member).isEmpty() && originals.contains(sheetOf.get(member))) {
          found.merge(kindOf.get(member), 1, Integer::sum);
        }
      }
      for (int one : sheets) {
        for (int other : sheets) {
          if (one < other) {
            wrong.add((long) one << 32 | other);
          }
        }
      }
    }
    System.out.printf(
        "pictures: %s: %,d of %,d pairs of different sheets in one group; %,d pictures in %.1f s%n",
        how, wrong.size(), (long) SHEETS * (SHEETS - 1) / 2, files.size(), seconds);
    found.forEach((kind, number) ->
        System.out.printf("pictures:   %-26s %d of %d found%n", kind, number, SHEETS));
    return wrong.size();
  }
}
