package org.cotejo.audit.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.audit.evidence.bag.BagCheck;
import org.cotejo.audit.evidence.bag.BagFault;
import org.cotejo.audit.evidence.bag.BagFile;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.Organisation;
import org.cotejo.model.Ruling;
import org.cotejo.model.SealedText;
import org.cotejo.model.Statement;

/// Checks the bag of a docket from the authority's keys alone: that the bag is whole, that the log
/// has each statement, that keys which entry 0 or an enrolment names signed them, and that exhibits
/// and texts are those that statements name. Whether a key was valid where its statement stands in
/// the log takes the whole log to say.
public final class DocketBagCheck {
  private final Path payload;
  private final AuthorityKeys authority;
  private final List<DocketBagFault> faults = new ArrayList<>();
  private final Map<Hash, Decoded> statements = new TreeMap<>();
  private final List<VerificationKey> keys = new ArrayList<>();
  private int unsigned;

  private DocketBagCheck(Path payload, AuthorityKeys authority) {
    this.payload = payload;
    this.authority = authority;
  }

  private record Decoded(String file, Sign1 envelope, Statement statement) {}

  /// What was found.
  public sealed interface Result {
    /// The bag itself is not complete and valid; nothing else was looked at.
    record NoBag(List<BagFault> faults) implements Result {
      public NoBag {
        faults = List.copyOf(faults);
      }
    }

    /// The bag is whole.
    ///
    /// @param faults of what is in it; none if all holds
    /// @param size entries of the log that the receipts are of
    /// @param otherSigners statements of stations and others whose keys are in the package, which
    ///   is not in the bag: their receipts were checked, their signatures were not
    /// @param kept exhibits of which there is a commitment alone
    record Checked(
        List<DocketBagFault> faults,
        String election,
        long size,
        int statements,
        int otherSigners,
        int exhibits,
        int texts,
        int kept)
        implements Result {
      public Checked {
        faults = List.copyOf(faults);
      }
    }
  }

  /// @throws IOException if something cannot be read
  public static Result of(Path bag, AuthorityKeys authority, BagCheck.Progress progress)
      throws IOException {
    return switch (BagCheck.of(bag, progress)) {
      case BagCheck.Result.Unsound(List<BagFault> faults) -> new Result.NoBag(faults);
      case BagCheck.Result.Sound(List<BagFile> files) ->
          new DocketBagCheck(BagCheck.payload(bag), authority).run(files);
    };
  }

  private Result run(List<BagFile> files) throws IOException {
    ElectionStatement election;
    ElectionId id;
    try {
      byte[] bytes = bytes(DocketBagPaths.ELECTION.text(), Sign1.MAX_BYTES);
      Sign1 founding = Sign1.decode(bytes);
      long signed = authority.keys().stream().filter(founding::isSignedBy).count();
      if (signed == 0 || !(Statement.decode(founding) instanceof ElectionStatement known)) {
        throw new MalformedException("not an election statement that the authority signed");
      }
      election = known;
      id = ElectionId.of(bytes);
    } catch (MalformedException e) {
      fault(DocketBagFault.Kind.NO_ELECTION, DocketBagPaths.ELECTION.text(), e);
      return new Result.Checked(faults, "", 0, 0, 0, 0, 0, 0);
    }
    keys.addAll(authority.keys());
    keys.addAll(election.operators());
    keys.addAll(election.courts());
    election.organisations().stream().map(Organisation::key).forEach(keys::add);
    List<NoteVerifier> logKeys =
        election.logKeys().stream().map(key -> NoteVerifier.of(election.origin(), key)).toList();
    long size = 0;
    for (BagFile file : files) {
      if (file.path().text().startsWith(DocketBagPaths.STATEMENTS)) {
        size = Math.max(size, statement(file.path().text(), id, election, logKeys));
      }
    }
    signatures();
    return new Result.Checked(
        faults,
        election.code(),
        size,
        statements.size(),
        unsigned,
        exhibits(files),
        texts(files),
        kept());
  }

  private void fault(DocketBagFault.Kind kind, String file, MalformedException e) {
    faults.add(new DocketBagFault(kind, file, String.valueOf(e.getMessage())));
  }

  private byte[] bytes(String path, int most) throws IOException, MalformedException {
    Path file = payload.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new MalformedException("is not there");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new MalformedException("is longer than %d bytes".formatted(most));
      }
      return bytes;
    }
  }

  /// @return size of the log that the receipt is of
  private long statement(
      String file, ElectionId id, ElectionStatement election, Collection<NoteVerifier> logKeys)
      throws IOException {
    Hash leaf;
    try {
      byte[] bytes = bytes(file, Sign1.MAX_BYTES);
      leaf = Merkle.leaf(bytes);
      Sign1 envelope = Sign1.decode(bytes);
      Statement statement = Statement.decode(envelope);
      boolean isOurs =
          statement instanceof ElectionStatement
              ? ElectionId.of(bytes).equals(id)
              : Arrays.equals(envelope.issuer(), id.bytes());
      if (!isOurs || !file.equals(DocketBagPaths.statement(leaf).text())) {
        throw new MalformedException("of another election, or not named for its leaf hash");
      }
      statements.put(leaf, new Decoded(file, envelope, statement));
    } catch (MalformedException e) {
      fault(DocketBagFault.Kind.BAD_STATEMENT, file, e);
      return 0;
    }
    try {
      TlogProof receipt =
          TlogProof.parse(bytes(DocketBagPaths.receipt(leaf).text(), TlogProof.MAX_BYTES));
      receipt.verify(leaf, election.origin(), logKeys);
      return Checkpoint.parse(receipt.checkpoint().text()).size();
    } catch (MalformedException e) {
      fault(DocketBagFault.Kind.NO_RECEIPT, file, e);
      return 0;
    }
  }

  /// Agents' keys are in enrolments, which organisations signed.
  private void signatures() {
    List<VerificationKey> agents =
        statements.values().stream()
            .filter(this::isSigned)
            .flatMap(each ->
                each.statement() instanceof Enrolment(var about, Enrolment.AddAgent(var key))
                    ? Stream.of(key)
                    : Stream.empty())
            .toList();
    keys.addAll(agents);
    for (Decoded each : statements.values()) {
      boolean isKnown = keys.stream().anyMatch(key -> key.id().equals(each.envelope().keyId()));
      if (!isKnown && !isFiling(each.statement())) {
        unsigned++;
      } else if (!isKnown) {
        faults.add(new DocketBagFault(DocketBagFault.Kind.NO_KEY, each.file(), ""));
      } else if (!isSigned(each)) {
        faults.add(new DocketBagFault(DocketBagFault.Kind.BAD_SIGNATURE, each.file(), ""));
      }
    }
  }

  private boolean isSigned(Decoded each) {
    return keys.stream().anyMatch(each.envelope()::isSignedBy);
  }

  private static boolean isFiling(Statement statement) {
    return statement instanceof Claim
        || statement instanceof Challenge
        || statement instanceof Evidence
        || statement instanceof Ruling
        || statement instanceof Corrigendum;
  }

  /// Files that statements name: directly, or by a disclosure of what was committed to.
  private Map<Hash, Exhibit.File> known() {
    Map<Hash, Exhibit.File> known = new HashMap<>();
    for (Decoded each : statements.values()) {
      if (each.statement() instanceof Evidence evidence) {
        switch (evidence.exhibit()) {
          case Exhibit.File file -> known.put(file.sha256(), file);
          case Exhibit.Disclosed disclosed ->
              known.put(disclosed.file().sha256(), disclosed.file());
          case Exhibit.Committed c -> {}
        }
      }
    }
    return known;
  }

  private int exhibits(List<BagFile> files) {
    Map<Hash, Exhibit.File> known = known();
    int exhibits = 0;
    for (BagFile file : files) {
      if (file.path().text().startsWith(DocketBagPaths.FILES)) {
        Exhibit.File named = known.get(hash(file.sha256()));
        if (named != null
            && named.bytes() == file.bytes()
            && DocketBagPaths.file(named).equals(file.path())) {
          exhibits++;
        } else {
          faults.add(new DocketBagFault(DocketBagFault.Kind.BAD_EXHIBIT, file.path().text(), ""));
        }
      }
    }
    return exhibits;
  }

  private static Hash hash(String hex) {
    try {
      return Hash.parseHex(hex);
    } catch (MalformedException e) {
      throw new IllegalStateException("a digest of ours", e);
    }
  }

  private int texts(List<BagFile> files) throws IOException {
    Set<Hash> named = new HashSet<>();
    statements.values().forEach(each -> text(each.statement()).ifPresent(named::add));
    int texts = 0;
    for (BagFile file : files) {
      String path = file.path().text();
      if (path.startsWith(DocketBagPaths.TEXTS)) {
        try {
          int most = SealedText.SALT_BYTES + SealedText.MAX_TEXT_BYTES;
          Hash digest = SealedText.read(bytes(path, most)).digest();
          if (!named.contains(digest) || !DocketBagPaths.text(digest).equals(file.path())) {
            throw new MalformedException("no statement has its digest, or it is named otherwise");
          }
          texts++;
        } catch (MalformedException e) {
          fault(DocketBagFault.Kind.BAD_TEXT, path, e);
        }
      }
    }
    return texts;
  }

  private static Optional<Hash> text(Statement statement) {
    return switch (statement) {
      case Claim claim -> claim.text();
      case Challenge challenge -> challenge.text();
      case Ruling ruling -> ruling.text();
      case IncidentStatement incident -> incident.text();
      default -> Optional.empty();
    };
  }

  /// Commitments that no disclosure in the bag fits.
  private int kept() {
    Set<Hash> disclosed = new HashSet<>();
    for (Decoded each : statements.values()) {
      if (each.statement() instanceof Evidence evidence
          && evidence.exhibit() instanceof Exhibit.Disclosed found) {
        disclosed.add(found.commitment());
      }
    }
    return (int)
        statements.values().stream()
            .filter(each ->
                each.statement() instanceof Evidence(var about, Exhibit.Committed(var of), var by)
                    && !disclosed.contains(of))
            .count();
  }
}
