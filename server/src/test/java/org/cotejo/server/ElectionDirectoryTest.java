package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.server.gate.TicketSecretsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Founding an election: all of it, or nothing.
class ElectionDirectoryTest {
  private static final SigningKey AUTHORITY = TestElection.key("authority");
  private static final SigningKey SECOND = TestElection.key("second authority");
  private static final SigningKey LOG = TestElection.key("log");
  private static final SigningKey OPERATOR = TestElection.key("operator");

  @TempDir private Path temporary;
  private Path root = Path.of("");

  @BeforeEach
  void name() {
    root = temporary.resolve("night");
  }

  private static SortedMap<String, byte[]> files() {
    return TestElection.unfounded().files();
  }

  private ElectionStatement found(
      SortedMap<String, byte[]> files,
      String origin,
      AuthorityKeys authority,
      SigningKey signer,
      SigningKey log)
      throws IOException {
    return new ElectionDirectory(root)
        .found(files, origin, authority, signer, log, OPERATOR, List.of(), new SecureRandom());
  }

  private static AuthorityKeys authority() {
    return AuthorityKeys.of(AUTHORITY.verificationKey());
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files
          .filter(file -> !file.equals(temporary))
          .map(file -> temporary.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void writesEverythingAServerNeedsAndNoPrivateKeyOfTheAuthority() throws IOException {
    SortedMap<String, byte[]> files = files();
    ElectionStatement statement = found(files, "test.invalid/1", authority(), AUTHORITY, LOG);

    assertThat(left())
        .containsExactly(
            "night",
            "night/authority.pub",
            "night/log.vkey",
            "night/package",
            "night/package/areas.csv",
            "night/package/contests.csv",
            "night/package/devices.csv",
            "night/package/election.json",
            "night/package/election.statement",
            "night/package/selections.csv",
            "night/package/stations.csv",
            "night/private",
            "night/private/election.statement",
            "night/private/journal",
            "night/private/log.key",
            "night/private/operator.key",
            "night/private/operators.token",
            "night/private/tickets.secrets");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(root.resolve("package").resolve(file.getKey())).hasBinaryContent(file.getValue());
      assertThat(statement.packageDigests().get(file.getKey()))
          .isEqualTo(Hash.sha256(file.getValue()));
    }
    String secret = HexFormat.of().formatHex(AUTHORITY.seed());
    for (String name : left()) {
      Path file = temporary.resolve(name);
      assertThat(Files.isRegularFile(file) && Files.readString(file, ISO_8859_1).contains(secret))
          .isFalse();
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("private"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("private/log.key"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("private/tickets.secrets"))))
        .isEqualTo("rw-------");
  }

  @Test
  void readsBackWhatItFounded() throws IOException {
    var directory = new ElectionDirectory(root);
    assertThat(ElectionServer.isFounded(directory)).isFalse();
    ElectionStatement statement = found(files(), "test.invalid/1", authority(), AUTHORITY, LOG);

    assertThat(ElectionServer.isFounded(directory)).isTrue();
    assertThat(directory.authority()).isEqualTo(authority());
    Submission founding = directory.founding();
    assertThat(founding.statement()).isEqualTo(statement);
    assertThat(founding.envelope().isSignedBy(AUTHORITY.verificationKey())).isTrue();
    assertThat(directory.electionId())
        .isEqualTo(ElectionId.of(Files.readAllBytes(root.resolve("private/election.statement"))));
    assertThat(
            new TicketSecretsFile(directory.ticketSecrets(), directory.electionId())
                .read()
                .epochs())
        .containsExactly(1);
    assertThat(Files.readString(directory.logVkey())).startsWith("test.invalid/1+").endsWith("\n");
    assertThat(directory.electionPackage().code()).isEqualTo(statement.code());
  }

  @Test
  void takesAnEmptyDirectoryAndNoOther() throws IOException {
    Files.createDirectory(root);
    var _ = found(files(), "test.invalid/1", authority(), AUTHORITY, LOG);
    byte[] key = Files.readAllBytes(root.resolve("private/log.key"));
    List<String> before = left();

    assertThatThrownBy(() -> found(files(), "test.invalid/2", authority(), AUTHORITY, OPERATOR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(root.toString())
        .hasMessageContaining("not empty");
    assertThat(left()).isEqualTo(before);
    assertThat(root.resolve("private/log.key")).hasBinaryContent(key);
  }

  @Test
  void leavesFileThatStandsInItsPlaceAlone() throws IOException {
    Files.writeString(root, "a file");

    assertThatThrownBy(() -> found(files(), "test.invalid/1", authority(), AUTHORITY, LOG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("night");
    assertThat(root).hasContent("a file");
  }

  @Test
  void writesNothingForAPackageThatIsRefused() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(files());
    files.remove("stations.csv");

    assertThatThrownBy(() -> found(files, "test.invalid/1", authority(), AUTHORITY, LOG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stations.csv");
    assertThat(left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a+b", "line\nbreak", "tab\there"})
  void writesNothingForAnOriginThatNamesNoLog(String origin) throws IOException {
    assertThatThrownBy(() -> found(files(), origin, authority(), AUTHORITY, LOG))
        .isInstanceOf(IOException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void writesNothingForAnOriginLongerThanItCanReadBack() throws IOException {
    String longest = "x".repeat(200);
    assertThatThrownBy(() -> found(files(), longest + "x", authority(), AUTHORITY, LOG))
        .isInstanceOf(IOException.class);
    assertThat(left()).isEmpty();

    var _ = found(files(), longest, authority(), AUTHORITY, LOG);
    assertThat(new ElectionDirectory(root).founding().statement())
        .extracting(statement -> ((ElectionStatement) statement).origin())
        .isEqualTo(longest);
  }

  @Test
  void writesNothingForKeysThatCannotSignNotes() throws IOException {
    SigningKey es256 = SigningKey.fromSeed(Algorithm.ES256, LOG.seed());

    assertThatThrownBy(() -> found(files(), "test.invalid/1", authority(), AUTHORITY, es256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void writesNothingWhenASignerIsNotOfTheAuthority() throws IOException {
    assertThatThrownBy(() -> found(files(), "test.invalid/1", authority(), SECOND, LOG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("authority");
    assertThat(left()).isEmpty();
  }

  @Test
  void writesNothingWhenFewerSignThanTheThresholdAsks() throws IOException {
    var two = new AuthorityKeys(2, List.of(AUTHORITY.verificationKey(), SECOND.verificationKey()));

    assertThatThrownBy(() -> found(files(), "test.invalid/1", two, AUTHORITY, LOG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
    assertThat(left()).isEmpty();
  }

  @Test
  void saysWhichFileIsDamaged() throws IOException {
    var _ = found(files(), "test.invalid/1", authority(), AUTHORITY, LOG);
    var directory = new ElectionDirectory(root);
    Files.writeString(directory.authorityFile(), "threshold 1\nnot a key\n");
    assertThatThrownBy(directory::authority)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority.pub: line 2");
    Files.write(root.resolve("private/election.statement"), new byte[] {1});
    assertThatThrownBy(directory::founding)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("election.statement: ");
    Files.delete(root.resolve("package/areas.csv"));
    assertThatThrownBy(directory::electionPackage)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("package/areas.csv");
  }
}
