package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Cosigner;
import org.cotejo.log.SignedNote;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that can be done to a publication, to every file in it.
class VerifyIT {
  private static final long SEED = 20260719;
  private static final String STRANGER =
      SigningKey.fromSeed(Algorithm.ED25519, new byte[32]).verificationKey().toString();

  @TempDir private static Path all;
  private static Path published = Path.of("");
  private static Path authority = Path.of("");
  private static List<String> files = List.of();

  /// A night of 700 records: full and partial tiles on two levels, two bulletins or more.
  @BeforeAll
  static void playNight() throws IOException {
    Path trial = all.resolve("trial");
    assertThat(
            Run.cotejo("package", "synthesize", "--stations=350", "--contests=2", "--out", trial)
                .code())
        .isZero();
    Path night = all.resolve("night");
    Run demo =
        Run.cotejo("demo", "--exit", "--rate=150", "--dir", night, "--election", trial, "--seed=1");
    assertThat(demo.code()).as(demo.text()).isZero();
    published = night.resolve("public");
    authority = night.resolve("authority.pub");
    try (var walk = Files.walk(published)) {
      files =
          walk.filter(Files::isRegularFile)
              .map(file -> published.relativize(file).toString())
              .sorted()
              .toList();
    }
  }

  @BeforeEach
  void holdsToBeginWith() {
    Run run = verify();
    assertThat(run.code()).as(run.text()).isZero();
  }

  private static Run verify(Object... more) {
    Object[] arguments = {"verify", "--forget", published, "--authority", authority};
    Object[] both = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, both, arguments.length, more.length);
    return Run.cotejo(both);
  }

  private static void expectNamed(String file, String what) {
    Run run = verify();
    assertThat(run.code()).as(what + " " + file + "\n" + run.text()).isEqualTo(1);
    assertThat(run.out().lines().filter(line -> line.startsWith("  ")).toList())
        .as(what)
        .singleElement()
        .asString()
        .startsWith("  " + file + ": ");
  }

  @Test
  void exportsWhatHoldsAndNothingElse() {
    Path data = all.resolve("data");
    Run run =
        Run.cotejo("export", published, data, "--authority", authority, "--format=csv,eml,parquet");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("700 rows of stations", "rehearsal", "results.parquet", "datapackage.json");
    assertThat(data.resolve("results.eml.xml")).exists();
    assertThat(data.resolve("results.jsonl")).doesNotExist();
    Path refused = all.resolve("refused");
    Run other = Run.cotejo("export", published, refused, "--authority", STRANGER);
    assertThat(other.code()).as(other.text()).isEqualTo(1);
    assertThat(refused).doesNotExist();
  }

  @Test
  void replacesAnExportThatIsNotOfThisBulletinOrNotOfTheseFormats() throws IOException {
    Path data = all.resolve("replaced");
    assertThat(export(data, "csv").out()).contains("700 rows of stations");
    assertThat(export(data, "csv").out()).contains("of the newest bulletin already");
    assertThat(export(data, "csv,jsonl").out()).contains("results.jsonl");
    Path description = data.resolve("datapackage.json");
    String bulletin = Files.readString(description);
    Files.writeString(description, bulletin.replaceFirst("\"bulletin\":\\d+", "\"bulletin\":0"));
    assertThat(export(data, "csv,jsonl").out()).contains("700 rows of stations");
    assertThat(description).hasContent(bulletin);
  }

  private static Run export(Path data, String formats) {
    Run run = Run.cotejo("export", published, data, "--replace", "--format=" + formats);
    assertThat(run.code()).as(run.text()).isZero();
    return run;
  }

  @Test
  void coversEveryKindOfPublishedFile() {
    assertThat(files)
        .contains("checkpoint", "manifest.csv", "index.html", "es/index.html", "latest.json")
        .contains("style.css", "bulletins/1.json", "bulletins/2.json", "package/stations.csv")
        .contains("tile/0/000", "tile/entries/000")
        .anyMatch(file -> file.matches("tile/0/00\\d\\.p/\\d+"))
        .anyMatch(file -> file.matches("tile/1/000\\.p/\\d+"))
        .anyMatch(file -> file.matches("tile/entries/00\\d\\.p/\\d+"))
        .anyMatch(file -> file.matches("totals/.*\\.csv"))
        .anyMatch(file -> file.matches("totals/.*\\.json"))
        .anyMatch(file -> file.matches("areas/.*\\.html"))
        .anyMatch(file -> file.matches("es/areas/.*\\.html"));
  }

  @Test
  void namesTheFileInWhichAnyByteIsChanged() throws IOException {
    var random = new Random(SEED);
    for (String file : files) {
      Path path = published.resolve(file);
      byte[] sound = Files.readAllBytes(path);
      for (int at : new int[] {0, random.nextInt(sound.length), sound.length - 1}) {
        byte[] changed = sound.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(path, changed);
        expectNamed(file, "byte " + at + " changed");
      }
      Files.write(path, sound);
    }
  }

  /// One file of each kind: those whose paths differ in more than numbers and digests.
  private static Collection<String> kinds() {
    var kinds = new TreeMap<String, String>();
    files.forEach(file -> kinds.putIfAbsent(file.replaceAll("[0-9a-f]{64}|[0-9]+", "N"), file));
    return kinds.values();
  }

  @Test
  void namesTheFileThatIsCutOrGoesOn() throws IOException {
    for (String file : kinds()) {
      Path path = published.resolve(file);
      byte[] sound = Files.readAllBytes(path);
      for (int length : new int[] {0, sound.length - 1, sound.length + 1}) {
        Files.write(path, Arrays.copyOf(sound, length));
        expectNamed(file, length + " bytes");
      }
      // More than memory or an array can hold, on no disk space.
      try (var grown = new RandomAccessFile(path.toFile(), "rw")) {
        grown.setLength(3L << 30);
      }
      expectNamed(file, "3 GiB");
      Files.write(path, sound);
    }
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    for (String file : files) {
      Path path = published.resolve(file);
      byte[] sound = Files.readAllBytes(path);
      Files.delete(path);
      expectNamed(file, "removed");
      Files.write(path, sound);
    }
  }

  @Test
  void namesTheLinkThatStandsForAFile() throws IOException {
    for (String file : kinds()) {
      Path path = published.resolve(file);
      Path elsewhere = Files.move(path, all.resolve("elsewhere"));
      Files.createSymbolicLink(path, elsewhere);
      expectNamed(file, "linked");
      Files.move(elsewhere, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void namesTheFileThatDoesNotBelong() throws IOException {
    for (String directory :
        List.of("", "areas/", "es/", "bulletins/", "package/", "tile/0/", "totals/")) {
      Path added = published.resolve(directory + "zz");
      Files.writeString(added, "x");
      expectNamed(directory + "zz", "added");
      Files.delete(added);
    }
    // A name with a backslash is another one than that with a slash.
    Path twin = Files.writeString(published.resolve("package\\stations.csv"), "x");
    expectNamed("package\\stations.csv", "added");
    Files.delete(twin);
    Path link = Files.createSymbolicLink(published.resolve("link"), Path.of("index.html"));
    expectNamed("link", "added");
    Files.delete(link);
  }

  @Test
  void nothingToCheckIsNoVerdict() throws IOException {
    Path empty = Files.createDirectories(all.resolve("empty"));
    for (Object source : List.of(all.resolve("absent"), empty, Run.deserted(), "http://[")) {
      Run run = Run.cotejo("verify", "--forget", source, "--authority", authority);
      assertThat(run.code()).as(run.text()).isEqualTo(2);
    }
    Run noKey = Run.cotejo("verify", "--forget", published, "--authority", all.resolve("no.pub"));
    assertThat(noKey.code()).isEqualTo(2);
    assertThat(noKey.err()).contains("no.pub: no such file");
  }

  @Test
  void anotherAuthorityDidNotSignEntryZero() throws IOException {
    Path other = all.resolve("other");
    Run made = Run.cotejo("key", "generate", other);
    assertThat(made.code()).as(made.text()).isZero();
    Run run = Run.cotejo("verify", "--forget", published, "--authority", other + ".pub");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("tile/entries/000: entry 0 ").contains("not the authority's");
  }

  @Test
  void refusesFewerEntriesThanTheCallerKnowsOf() {
    assertThat(verify("--at-least", 700).code()).isZero();
    Run run = verify("--at-least", 1_000_000);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("  checkpoint: ").contains("1000000 are known of");
  }

  private static Cosigner witness(String name) {
    byte[] seed = Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes();
    return Cosigner.ed25519(name, SigningKey.fromSeed(Algorithm.ED25519, seed));
  }

  @Test
  void demandsTheCosignaturesThatAPolicyNames() throws IOException, MalformedException {
    Path checkpoint = published.resolve("checkpoint");
    byte[] alone = Files.readAllBytes(checkpoint);
    Path policy = all.resolve("witnesses.policy");
    Files.writeString(
        policy,
        "# two of three\nwitness North %s\nwitness South %s\nwitness West %s\ngroup coast 2 North South West\nquorum coast\n"
            .formatted(
                witness("n.example").verifier(),
                witness("s.example").verifier(),
                witness("w.example").verifier()));
    SignedNote note = SignedNote.parse(alone);
    Checkpoint body = Checkpoint.parse(note.text());
    SignedNote one = note.withSignatures(List.of(witness("s.example").cosign(body, 1_700_000_000)));
    SignedNote two = one.withSignatures(List.of(witness("n.example").cosign(body, 1_700_000_060)));
    Files.write(checkpoint, one.bytes());
    Run lacking = verify("--policy", policy);
    Files.write(checkpoint, two.bytes());
    Run holding = verify("--policy", policy);
    Run without = verify();
    Files.write(checkpoint, alone);

    assertThat(lacking.code()).isEqualTo(1);
    assertThat(lacking.out())
        .contains("  checkpoint: the quorum coast lacks the cosignature of 1 of North, West\n");
    assertThat(holding.code()).as(holding.text()).isZero();
    assertThat(holding.out())
        .contains("Cosigned by 2 of the 3 witnesses in your policy; its quorum, coast, holds.")
        .contains("Newest cosignature: 2023-11-14T22:14:20Z.");
    assertThat(without.code()).isZero();
    assertThat(without.out()).doesNotContain("osign");
  }

  @Test
  void checksNothingUnderAPolicyThatIsNone() throws IOException {
    Path policy = all.resolve("broken.policy");
    Files.writeString(policy, "quorum all\n");
    Run broken = verify("--policy", policy);
    Run missing = verify("--policy", all.resolve("no.policy"));

    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("broken.policy: policy line 1: no line above defines all");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("no.policy: no such file");
  }

  @Test
  void verifiesWhatAnAddressServes() throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server =
        SimpleFileServer.createFileServer(
            any, published.toAbsolutePath(), SimpleFileServer.OutputLevel.NONE);
    server.start();
    try {
      String address = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
      Run sound = Run.cotejo("verify", "--forget", address, "--authority", authority);
      assertThat(sound.code()).as(sound.text()).isZero();
      Path page = published.resolve("index.html");
      byte[] bytes = Files.readAllBytes(page);
      Files.writeString(page, "<p>other totals");
      Run changed = Run.cotejo("verify", "--forget", address, "--authority", authority);
      Files.write(page, bytes);
      assertThat(changed.code()).isEqualTo(1);
      assertThat(changed.out()).contains("  index.html: ");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void waitsForThePublicationUnderWayAndJudgesTheNewerState() throws Exception {
    Path checkpoint = published.resolve("checkpoint");
    Path next = published.resolve("checkpoint.next");
    byte[] newer = Files.readAllBytes(checkpoint);
    Files.write(next, newer);
    Files.write(checkpoint, Arrays.copyOf(newer, newer.length - 1));
    CompletableFuture<Run> verdict = CompletableFuture.supplyAsync(VerifyIT::verify);
    TimeUnit.SECONDS.sleep(1);
    if (verdict.isDone()) {
      fail("did not wait: " + verdict.get().text());
    }
    Files.move(next, checkpoint, StandardCopyOption.REPLACE_EXISTING);
    Run run = verdict.get(30, TimeUnit.SECONDS);
    assertThat(run.code()).as(run.text()).isZero();
  }
}
