package org.cotejo.audit.evidence.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.iptc.IptcDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of pictures, what is said of them, and which belong together.
class PictureTest {
  private static final BufferedImage SCENE = MadePicture.scene(1, 300, 200);

  @TempDir private Path directory;

  private static Hash pixels(byte[] bytes) throws IOException {
    Pixels.count(bytes);
    return Pixels.decode(bytes, PictureBlocks.of(bytes).orientation()).digest();
  }

  /// Where the pixel of a turned picture is in the picture as it is stored.
  @ParameterizedTest
  @CsvSource({
    "1, abcdef, 3", "2, cbafed, 3", "3, fedcba, 3", "4, defabc, 3",
    "5, adbecf, 2", "6, daebfc, 2", "7, fcebda, 2", "8, cfbead, 2"
  })
  void turnsAPictureAsItsMetadataSays(int orientation, String seen, int width) throws IOException {
    var stored = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    var turned = new BufferedImage(width, 6 / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 6; i++) {
      stored.setRGB(i % 3, i / 3, 0x111111 * (i + 1));
      turned.setRGB(i % width, i / width, 0x111111 * (seen.charAt(i) - 'a' + 1));
    }
    byte[] png =
        MadePicture.withChunk(MadePicture.png(stored), "eXIf", MadePicture.exif(orientation));
    assertThat(PictureBlocks.of(png).orientation()).isEqualTo(orientation);
    assertThat(pixels(png)).isEqualTo(pixels(MadePicture.png(turned)));
  }

  @Test
  void takesPixelsHoweverTheyAreStored() throws IOException {
    var one = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    one.getRaster().setSample(0, 0, 0, 7);
    one.getRaster().setSample(1, 0, 0, 200);
    var other = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    other.setRGB(0, 0, 0xff070707);
    other.setRGB(1, 0, 0xffc8c8c8);
    var wide = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setSample(0, 0, 0, 7 << 8 | 99);
    wide.getRaster().setSample(1, 0, 0, 200 << 8);
    Hash expected =
        Hash.sha256(
            new byte[] {
              0, 0, 0, 2, 0, 0, 0, 1, 7, 7, 7, -1, (byte) 200, (byte) 200, (byte) 200, -1
            });
    assertThat(pixels(MadePicture.png(one))).isEqualTo(expected);
    assertThat(pixels(MadePicture.png(other))).isEqualTo(expected);
    assertThat(pixels(MadePicture.png(wide))).isEqualTo(expected);
  }

  @Test
  void looksAtTheSizeBeforeAnythingIsAllocated() throws IOException {
    byte[] png = MadePicture.png(SCENE);
    for (int i = 16; i < 24; i++) {
      png[i] = (byte) (i % 4 == 2 ? 0x7f : 0);
    }
    assertThatThrownBy(() -> Pixels.count(png)).hasMessageContaining("pixels, more than");
    assertThatThrownBy(() -> Pixels.count("GIF89a".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("neither JPEG nor PNG");
  }

  private static Set<MetadataBlock> asOthersSee(byte[] bytes)
      throws IOException, ImageProcessingException {
    Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes));
    Set<MetadataBlock> blocks = EnumSet.noneOf(MetadataBlock.class);
    for (Directory each : metadata.getDirectories()) {
      switch (each) {
        case ExifDirectoryBase _ -> blocks.add(MetadataBlock.EXIF);
        case XmpDirectory _ -> blocks.add(MetadataBlock.XMP);
        case IptcDirectory _ -> blocks.add(MetadataBlock.IPTC);
        case IccDirectory _ -> blocks.add(MetadataBlock.ICC);
        default -> {}
      }
    }
    return blocks;
  }

  /// Each block alone and all together.
  @Test
  void seesTheBlocksThatAnotherReaderSees() throws IOException, ImageProcessingException {
    byte[] jpeg = MadePicture.jpeg(SCENE, 0.9f);
    String iptc =
        "8BIM\u0003\u00ed\0\0\0\0\0\u0003abc\0"
            + "8BIM\u0004\u0004\0\0\0\0\0\u0008\u001c\u0002x\0\u0003uno";
    List<MadePicture.Segment> segments =
        List.of(
            new MadePicture.Segment(
                0xe1, "Exif\0\0", new String(MadePicture.exif(6), StandardCharsets.ISO_8859_1)),
            new MadePicture.Segment(
                0xe1, "http://ns.adobe.com/xap/1.0/\0", "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>"),
            new MadePicture.Segment(0xed, "Photoshop 3.0\0", iptc),
            new MadePicture.Segment(0xe2, "ICC_PROFILE\0", "\u0001\u0001" + "\0".repeat(132)));
    assertThat(PictureBlocks.of(jpeg).blocks()).isEqualTo(asOthersSee(jpeg)).isEmpty();
    List<MetadataBlock> blocks =
        List.of(MetadataBlock.EXIF, MetadataBlock.XMP, MetadataBlock.IPTC, MetadataBlock.ICC);
    for (int i = 0; i < segments.size(); i++) {
      byte[] one = MadePicture.withSegments(jpeg, segments.subList(i, i + 1));
      assertThat(PictureBlocks.of(one).blocks())
          .isEqualTo(asOthersSee(one))
          .containsExactly(blocks.get(i));
    }
    byte[] all = MadePicture.withSegments(jpeg, segments);
    assertThat(PictureBlocks.of(all).blocks()).isEqualTo(asOthersSee(all)).hasSize(4);
    assertThat(PictureBlocks.of(all).orientation()).isEqualTo(6);
    byte[] text = "XML:com.adobe.xmp\0\0\0\0\0<x/>".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(
            PictureBlocks.of(MadePicture.withChunk(MadePicture.png(SCENE), "iTXt", text)).blocks())
        .containsExactly(MetadataBlock.XMP);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static PictureSet look(List<Path> files, List<Path> form) throws IOException {
    try (var pictures = new Pictures((step, done, total) -> {})) {
      return pictures.look(files, form);
    }
  }

  @Test
  void groupsSameFilesSamePixelsAndNearlyTheSame() throws IOException {
    byte[] png = MadePicture.png(SCENE);
    byte[] noted =
        MadePicture.withChunk(png, "tEXt", "Comment\0uno".getBytes(StandardCharsets.US_ASCII));
    List<Path> files =
        List.of(
            write("a.png", png),
            write("b.png", png),
            write("c.png", noted),
            write("d.jpg", MadePicture.jpeg(MadePicture.drawn(SCENE, 0, 0, 300, 200, 180), 0.5f)),
            write("e.png", MadePicture.png(MadePicture.scene(2, 300, 200))),
            write("f.heic", new byte[] {1, 2, 3}));
    PictureSet set = look(files, List.of());
    assertThat(set.groups())
        .containsExactly(
            new PictureSet.Group(PictureSet.Likeness.SAME_FILE, List.of(0, 1)),
            new PictureSet.Group(PictureSet.Likeness.SAME_PIXELS, List.of(0, 1, 2)),
            new PictureSet.Group(PictureSet.Likeness.NEAR, List.of(0, 1, 2, 3)));
    assertThat(set.pictures().getLast().problem()).isEqualTo("neither JPEG nor PNG");
    assertThat(PictureTable.csv(set).lines())
        .hasSize(7)
        .anyMatch(
            line -> line.contains("c.png") && line.contains(",absent,absent,absent,absent,,1,1,"));
    assertThat(PictureJson.text(set, new TreeMap<>())).contains("\"likeness\":\"same-pixels\"");
  }

  @Test
  void comparesSheetsOfOneFormByWhatWasFilledIn() throws IOException {
    Path blank = write("blank.png", MadePicture.png(MadePicture.form(0, false)));
    var files = new ArrayList<Path>();
    for (int sheet = 1; sheet <= 6; sheet++) {
      files.add(write(sheet + ".png", MadePicture.png(MadePicture.form(sheet, true))));
    }
    BufferedImage first = MadePicture.form(1, true);
    files.add(write("again.jpg", MadePicture.jpeg(first, 0.4f)));
    files.add(
        write(
            "part.jpg", MadePicture.jpeg(MadePicture.drawn(first, 30, 20, 880, 1230, 700), 0.7f)));
    assertThat(look(files, List.of()).groups()).isNotEmpty();
    PictureSet masked = look(files, List.of(blank));
    assertThat(masked.pictures()).allMatch(picture -> picture.shown().orElseThrow().isOnForm());
    assertThat(masked.groups())
        .containsExactly(new PictureSet.Group(PictureSet.Likeness.NEAR, List.of(0, 6, 7)));
    assertThat(look(files, files.subList(1, 4)).groups()).isEqualTo(masked.groups());
  }
}
