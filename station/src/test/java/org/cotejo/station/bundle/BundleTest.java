package org.cotejo.station.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Merkle;
import org.cotejo.station.TestLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is packed, and what is refused.
class BundleTest {
  private final TestLog log = new TestLog();
  private final List<Part> parts = Bundles.parts(log, 5);
  private final byte[] bundle = Bundles.pack(parts);

  @TempDir private Path directory;

  private static List<String> paths(List<Part> parts) {
    return parts.stream().map(Part::path).toList();
  }

  private static void refuses(byte[] bytes, String why) {
    assertThatThrownBy(() -> Bundles.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void readsWhatWasPackedInTheOrderOfDelivery() throws Exception {
    List<Part> read = Bundles.read(bundle);

    assertThat(paths(read)).containsExactlyInAnyOrderElementsOf(paths(parts));
    assertThat(read).extracting(Part::kind).isSorted();
    assertThat(read.stream().filter(Part.Signed.class::isInstance).map(Part::path))
        .containsExactlyElementsOf(
            parts.stream().filter(Part.Signed.class::isInstance).map(Part::path).toList());
    assertThat(Bundles.pack(read)).isEqualTo(bundle);
  }

  @Test
  void packsTheSameBytesWhoeverPacksAndNothingTwice() {
    var twice = new ArrayList<>(parts);
    twice.addAll(parts);
    assertThat(Bundles.pack(twice)).isEqualTo(bundle);
    assertThat(Bundles.pack(Bundles.parts(new TestLog(), 5))).isEqualTo(bundle);
  }

  @Test
  void isAZipFileForEverybodyElse() throws IOException {
    Path file = directory.resolve("bundle.zip");
    Files.write(file, bundle);
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(parts.size() + 1);
      for (Part part : parts) {
        assertThat(zip.getInputStream(zip.getEntry(part.path())).readAllBytes())
            .isEqualTo(part.bytes());
      }
    }
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("manifest.csv");
    }
  }

  @Test
  void packsNothingToo() throws MalformedException {
    assertThat(Bundles.read(Bundles.pack(List.of()))).isEmpty();
  }

  @Test
  void countsMoreFilesThanOldZipProgramsCan() throws IOException {
    int files = 70_000;
    byte[] end = ZipLayout.end(files, 1000, 2000);
    assertThat(end).hasSize(22 + 56 + 20);
    assertThat(ZipLayout.end(65_534, 1000, 2000)).hasSize(22);
    Path file = directory.resolve("large.zip");
    var frames = new ArrayList<byte[]>();
    int offset = 0;
    try (var out = Files.newOutputStream(file);
        var buffered = new BufferedOutputStream(out)) {
      for (int i = 0; i < files; i++) {
        var empty = new ZipLayout.File("f" + i, 0, 0);
        byte[] local = ZipLayout.local(empty);
        buffered.write(local);
        frames.add(ZipLayout.central(empty, offset));
        offset += local.length;
      }
      int length = 0;
      for (byte[] frame : frames) {
        buffered.write(frame);
        length += frame.length;
      }
      buffered.write(ZipLayout.end(files, offset, length));
    }
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(files);
    }
  }

  @Test
  void saysWhatIsInIt() throws Exception {
    byte[] foreign = new TestLog("log.example/other").record(1, 10);
    var more = new ArrayList<>(parts);
    more.add(Bundles.signed(foreign));
    more.add(new Part.Receipt(Merkle.leaf(foreign), log.take(log.record(2, 10)).receipt()));
    Inventory inventory = Inventory.of(new ByteArrayInputStream(Bundles.pack(more)));

    assertThat(inventory.statements()).isEqualTo(Map.of("tally-record", 6));
    assertThat(inventory.elections()).hasSize(1);
    assertThat(inventory.without()).hasSize(1).containsValue(1);
    assertThat(inventory.receipts()).isEqualTo(3);
    assertThat(inventory.proven()).isEqualTo(2);
    assertThat(inventory.undecodable()).isZero();
  }

  @Test
  void refusesEveryFileThatIsCutShortOrGoesOn() {
    for (int length = 0; length < bundle.length; length += 7) {
      byte[] cut = Arrays.copyOf(bundle, length);
      assertThatThrownBy(() -> Bundles.read(cut)).isInstanceOf(MalformedException.class);
    }
    refuses(Arrays.copyOf(bundle, bundle.length + 1), "something follows its end");
  }

  /// There is no byte of a bundle that says nothing.
  @Test
  void refusesEveryChangedByte() {
    var random = new Random(1);
    for (int at = 0; at < bundle.length; at++) {
      byte[] changed = bundle.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> Bundles.read(changed))
          .as("byte %d", at)
          .isInstanceOf(MalformedException.class);
    }
  }

  private static byte[] zipped(int method, Map<String, byte[]> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setMethod(method);
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        var crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(file.getValue().length);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  @Test
  void refusesWhatAnotherProgramPacked() throws IOException {
    byte[] manifest = new Manifest(List.of()).bytes();
    refuses(zipped(ZipOutputStream.STORED, Map.of("manifest.csv", manifest)), "pack it again");
    refuses(zipped(ZipOutputStream.DEFLATED, Map.of("manifest.csv", manifest)), "manifest.csv");
    // A zip bomb is refused by its first bytes, whatever it says of its size.
    refuses(
        zipped(ZipOutputStream.DEFLATED, Map.of("manifest.csv", new byte[1 << 26])),
        "manifest.csv");
  }

  private static byte[] withManifest(String manifest) {
    var out = new ByteArrayOutputStream();
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(bytes);
    var file = new ZipLayout.File("manifest.csv", (int) crc.getValue(), bytes.length);
    byte[] local = ZipLayout.local(file);
    byte[] central = ZipLayout.central(file, 0);
    out.writeBytes(local);
    out.writeBytes(bytes);
    out.writeBytes(central);
    out.writeBytes(ZipLayout.end(1, local.length + bytes.length, central.length));
    return out.toByteArray();
  }

  @Test
  void refusesNamesThatLeadElsewhereAndListsThatAreNone() {
    String digest = Hash.sha256(new byte[0]).hex();
    for (String path :
        List.of(
            "../../etc/passwd",
            "/etc/passwd",
            "statements/../" + digest,
            "statements\\" + digest,
            "statements/" + digest.toUpperCase(Locale.ROOT),
            "statements/" + digest + "/x",
            "receipts/" + digest + "\u0000",
            "others/" + digest,
            "manifest.csv")) {
      refuses(
          withManifest("path,size,sha256\n" + path + ",0," + digest + "\n"),
          "manifest has a line that is none");
    }
    String row = "statements/" + digest + ",5," + digest + "\n";
    refuses(withManifest("path,size,sha256\n" + row + row), "twice or out of its order");
    refuses(
        withManifest("path,size,sha256\nreceipts/" + digest + ",5," + digest + "\n" + row),
        "twice or out of its order");
    refuses(withManifest("path,size,sha256\n" + row.replace(",5,", ",16385,")), "larger than any");
    refuses(withManifest("path,size,sha256\n" + row.replace(",5,", ",05,")), "is none");
    refuses(withManifest("path,size,sha256\n" + row), "should be is something else");
    refuses(withManifest("path,size\n"), "does not begin with");
    refuses(withManifest("path,size,sha256"), "does not begin with");
    assertThatCode(() -> Bundles.read(withManifest("path,size,sha256\n")))
        .doesNotThrowAnyException();
  }
}
