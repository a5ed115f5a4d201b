package org.cotejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Journal;
import org.cotejo.log.NoteVerifier;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionPackageWriter;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.Organisation;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.publication.SiteProgram;
import org.cotejo.server.gate.TicketSecretsFile;

/// Everything a server keeps of one election:
///
/// | path | what |
/// |---|---|
/// | `package/` | the election package |
/// | `site/` | the program of the results site, if entry 0 binds one |
/// | `authority.pub` | the authority's public keys, as verifiers are given them |
/// | `log.vkey` | the log's verification key |
/// | `private/` | log and operator keys, the intake's secrets, the console's token, election statement, journal |
/// | `limits.json` | limits of the intake that are not the standard ones |
/// | `public/` | exactly what is published |
/// | `data/` | bulk data that `cotejo export` made of it, if somebody had it make some |
///
/// @param root the directory
public record ElectionDirectory(Path root) {

  Path packageDirectory() {
    return root.resolve("package");
  }

  Path siteDirectory() {
    return root.resolve("site");
  }

  public Path authorityFile() {
    return root.resolve("authority.pub");
  }

  public Path logVkey() {
    return root.resolve("log.vkey");
  }

  public Path privateDirectory() {
    return root.resolve("private");
  }

  public Path publicDirectory() {
    return root.resolve("public");
  }

  /// Bulk data, served beside what is published; need not be there.
  public Path dataDirectory() {
    return root.resolve("data");
  }

  Path journal() {
    return privateDirectory().resolve("journal");
  }

  Path logKey() {
    return privateDirectory().resolve("log.key");
  }

  /// The key that is to replace [#logKey], or has; it need not be there.
  Path nextLogKey() {
    return privateDirectory().resolve("log.next.key");
  }

  Path operatorKey() {
    return privateDirectory().resolve("operator.key");
  }

  /// Limits of the intake that differ from the standard ones; need not be there.
  Path limits() {
    return root.resolve("limits.json");
  }

  /// Through which a server hands its sockets to its successor.
  Path handover() {
    return privateDirectory().resolve("handover");
  }

  /// Raw counters of the intake, by day.
  Path telemetry() {
    return privateDirectory().resolve("telemetry");
  }

  /// What the intake makes its tickets with; directories older than tickets have none yet.
  public Path ticketSecrets() {
    return privateDirectory().resolve("tickets.secrets");
  }

  /// What opens the console of the server that runs here.
  public Path operatorToken() {
    return privateDirectory().resolve("operators.token");
  }

  /// Texts that the log has digests of.
  Path texts() {
    return privateDirectory().resolve("texts");
  }

  Path electionStatement() {
    return privateDirectory().resolve("election.statement");
  }

  /// Founds an election in which no organisation has a key, no witness is asked and no program is
  /// published.
  ///
  /// @throws IOException if the directory is not empty or cannot be written
  public ElectionStatement found(
      SortedMap<String, byte[]> packageFiles,
      String origin,
      AuthorityKeys authority,
      SigningKey signer,
      SigningKey log,
      SigningKey operator,
      List<VerificationKey> courts,
      SecureRandom random)
      throws IOException {
    return found(
        packageFiles,
        origin,
        authority,
        signer,
        log,
        operator,
        courts,
        List.of(),
        "",
        SiteProgram.NONE,
        random);
  }

  /// Founds an election: writes the package, the program, the keys of log and operator, the
  /// intake's first secret, and entry 0 signed by the authority. The authority's private key is not
  /// kept here. Everything is made before anything is written.
  ///
  /// @param origin origin line of the log: a name nobody else uses, never used before
  /// @param witnessPolicy a C2SP tlog-policy; empty if no witness is asked
  /// @throws IOException if the directory is not empty or cannot be written
  /// @throws IllegalArgumentException if the origin or a key cannot be used, or the authority needs
  ///   more signatures than this one
  public ElectionStatement found(
      SortedMap<String, byte[]> packageFiles,
      String origin,
      AuthorityKeys authority,
      SigningKey signer,
      SigningKey log,
      SigningKey operator,
      List<VerificationKey> courts,
      List<Organisation> organisations,
      String witnessPolicy,
      SiteProgram program,
      SecureRandom random)
      throws IOException {
    ElectionPackage election =
        switch (ElectionPackageReader.read(packageFiles)) {
          case PackageOutcome.Read(ElectionPackage read) -> read;
          case PackageOutcome.Refused(List<String> errors) ->
              throw new IOException(String.join("\n", errors));
        };
    checkSigner(authority, signer);
    checkCourts(courts, authority);
    checkOrganisations(organisations, authority, courts);
    KeyFile.check(log);
    KeyFile.check(operator);
    String vkey = vkey(origin, log.verificationKey());
    ElectionStatement statement =
        statement(election, origin, log, witnessPolicy, operator, courts, organisations, program);
    byte[] signed = signed(statement, signer);
    NewDirectory.make(
        root,
        inside -> {
          var made = new ElectionDirectory(inside);
          made.createPrivate();
          ElectionPackageWriter.write(packageFiles, made.packageDirectory());
          made.writeProgram(program);
          Files.write(made.packageDirectory().resolve(PackageDirectory.STATEMENT), signed);
          Files.writeString(made.authorityFile(), authority.text());
          Files.writeString(made.logVkey(), vkey + "\n");
          KeyFile.write(made.logKey(), log);
          KeyFile.write(made.operatorKey(), operator);
          var _ = new TicketSecretsFile(made.ticketSecrets(), ElectionId.of(signed)).create(random);
          // Nothing that is published follows from it, so it need not come from outside.
          var _ = OperatorToken.create(made.operatorToken(), random);
          // Empty, so that a start without it is known for what it is: the loss of a log.
          Journal.open(made.journal()).close();
          Files.write(made.electionStatement(), signed);
        });
    return statement;
  }

  private static ElectionStatement statement(
      ElectionPackage election,
      String origin,
      SigningKey log,
      String witnessPolicy,
      SigningKey operator,
      List<VerificationKey> courts,
      List<Organisation> organisations,
      SiteProgram program)
      throws IOException {
    try {
      return new ElectionStatement(
          election.code(),
          election.mode(),
          origin,
          List.of(log.verificationKey()),
          witnessPolicy,
          List.of(operator.verificationKey()),
          courts,
          PackageFit.digests(election),
          ElectionStatement.Limits.STANDARD,
          program.digest(),
          organisations);
    } catch (IllegalArgumentException e) {
      throw new IOException("the election cannot be founded: " + e.getMessage(), e);
    }
  }

  private static String vkey(String origin, VerificationKey log) throws IOException {
    if (!origin.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IOException(
          ("the origin '%s' cannot name a log: not printable ASCII alone;"
                  + " a domain in another script has such a form, beginning with xn--")
              .formatted(origin));
    }
    try {
      return NoteVerifier.of(origin, log).vkey();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the origin '%s' cannot name a log: %s".formatted(origin, e.getMessage()), e);
    }
  }

  private static void checkSigner(AuthorityKeys authority, SigningKey signer) {
    if (!authority.keys().contains(signer.verificationKey())) {
      throw new IllegalArgumentException("the signer is not one of the authority's keys");
    }
    if (authority.threshold() > 1) {
      throw new IllegalArgumentException(
          "the authority's statements need %d signatures, and here is one"
              .formatted(authority.threshold()));
    }
  }

  private static void checkCourts(List<VerificationKey> courts, AuthorityKeys authority)
      throws IOException {
    var known = new HashSet<VerificationKey>();
    for (VerificationKey court : courts) {
      if (authority.keys().contains(court)) {
        throw new IOException("a court has a key of its own, not the authority's: " + court);
      }
      if (!known.add(court)) {
        throw new IOException("the court's key is given twice: " + court);
      }
    }
  }

  private static void checkOrganisations(
      List<Organisation> organisations, AuthorityKeys authority, List<VerificationKey> courts)
      throws IOException {
    var known = new HashSet<VerificationKey>(authority.keys());
    known.addAll(courts);
    for (Organisation organisation : organisations) {
      if (!known.add(organisation.key())) {
        throw new IOException(
            "organisation %s has a key that another has: %s"
                .formatted(organisation.code(), organisation.key()));
      }
    }
  }

  /// Before anything is written: an election that cannot be read again cannot be served.
  private static byte[] signed(ElectionStatement statement, SigningKey signer) throws IOException {
    byte[] bytes = statement.sign(signer).bytes();
    try {
      if (Submission.decode(bytes).statement().equals(statement)) {
        return bytes;
      }
      throw new IllegalArgumentException("the election statement would be read as another one");
    } catch (MalformedException e) {
      throw new IOException("the election statement would be refused: " + e.getMessage(), e);
    }
  }

  private void writeProgram(SiteProgram program) throws IOException {
    for (var file : program.files().entrySet()) {
      Path path = siteDirectory().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /// The program of the results site, which is the one that entry 0 binds.
  SiteProgram program(Optional<Hash> bound) throws IOException {
    SiteProgram program =
        Files.exists(siteDirectory()) ? SiteProgram.read(siteDirectory()) : SiteProgram.NONE;
    if (program.digest().equals(bound)) {
      return program;
    }
    throw new IOException(
        bound.isEmpty()
            ? siteDirectory() + ": the election statement binds no program; remove the directory"
            : "%s is not the program that the election statement binds; put back its files, whose listing has SHA-256 %s"
                .formatted(siteDirectory(), bound.get().hex()));
  }

  private void createPrivate() throws IOException {
    if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          privateDirectory(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(privateDirectory());
    }
  }

  AuthorityKeys authority() throws IOException {
    return AuthorityKeys.read(authorityFile());
  }

  public ElectionPackage electionPackage() throws IOException {
    return PackageDirectory.read(packageDirectory());
  }

  Submission founding() throws IOException {
    try {
      Submission founding = Submission.decode(Files.readAllBytes(electionStatement()));
      if (founding.statement() instanceof ElectionStatement) {
        return founding;
      }
      throw new IOException(electionStatement() + ": not an election statement");
    } catch (MalformedException e) {
      throw new IOException(electionStatement() + ": " + e.getMessage(), e);
    }
  }

  /// The witnesses whom the election statement names, as the text of a policy; empty if it names
  /// nobody.
  public String witnessPolicy() throws IOException {
    return founding().statement() instanceof ElectionStatement election
        ? election.witnessPolicy()
        : "";
  }

  /// The id every statement of this election names as its issuer.
  public ElectionId electionId() throws IOException {
    Sign1 envelope = founding().envelope();
    return ElectionId.of(envelope.bytes());
  }
}
