package org.cotejo.publication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.count.Finding;
import org.cotejo.count.Fold;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.model.TimeMark;

/// Everything published beside the log itself, as a pure function of the log: the package, the
/// program of the site, the totals of every bulletin, the bulletins, the pages and the manifest.
/// The publisher writes what this makes; a verifier feeds it the same entries and compares.
///
/// Entries are applied one by one. A bulletin is drafted at the size it covers and confirmed when
/// its statement comes by, at the same or a later index.
public final class Publication {
  /// Path of the manifest, the one published file besides the log's own that it does not list.
  public static final String MANIFEST = "manifest.csv";

  /// The keys of the authority as text: who reads a page sees with whose keys it checks.
  public static final String AUTHORITY = "authority.pub";

  /// Where files are that are named by their content: what is there never changes.
  public static final String TOTALS = "totals/";

  private final Fold fold;
  private final LongFunction<Hash> roots;
  private final FileSink files;
  private final Totals totals;
  private final TotalsIndex index;
  private final Pages pages;
  private final LastChange lastChange;
  private final SortedMap<String, Manifest.Line> contents = new TreeMap<>();
  private final Map<Long, BulletinStatement> drafts = new HashMap<>();
  private final List<Long> publishedSizes = new ArrayList<>();
  private Set<Long> expected = Set.of();
  private long lastExpected = -1;
  private Optional<BulletinStatement> newest = Optional.empty();
  private Optional<Hash> manifest = Optional.empty();

  /// What an applied entry turned out to be.
  ///
  /// @param standing what its signer may say
  /// @param fault what is wrong with it if it is a bulletin that does not follow from the log
  public record Applied(Standing standing, Optional<String> fault) {}

  /// @param program of the results site, as entry 0 binds it
  /// @param leaves leaf hash of an entry applied so far
  /// @param roots root of the tree of a size up to the entries applied so far
  public Publication(
      ElectionPackage election,
      AuthorityKeys authority,
      SiteProgram program,
      LongFunction<Hash> leaves,
      LongFunction<Hash> roots,
      FileSink files) {
    this.fold = new Fold(election, authority, leaves);
    this.roots = roots;
    this.files = files;
    this.lastChange = new LastChange(election);
    this.totals = new Totals(fold, station -> lastChange.changed(station, fold.size()));
    this.index = new TotalsIndex(fold);
    this.pages = new Pages(fold, program, lastChange);
    election.files().forEach((name, content) -> emit("package/" + name, content));
    program.publish(this::emit);
    emit(AUTHORITY, authority.text().getBytes(StandardCharsets.UTF_8));
  }

  /// Tells the sizes at which bulletins further on in a finished log will be found, so that each is
  /// drafted on the way; pages are made for the last one only.
  public void expect(Set<Long> sizes) {
    expected = Set.copyOf(sizes);
    lastExpected = sizes.isEmpty() ? -1 : Collections.max(sizes);
  }

  public Fold fold() {
    return fold;
  }

  /// The newest bulletin whose statement has been applied.
  public Optional<BulletinStatement> newest() {
    return newest;
  }

  /// Applies the next entry, whose signature the caller has checked.
  public Applied apply(Sign1 envelope, Statement statement) {
    if (expected.contains(fold.size())) {
      BulletinStatement draft = draft();
      if (fold.size() == lastExpected) {
        pages(draft);
      }
    }
    long entry = fold.size();
    Standing standing = fold.apply(envelope, statement);
    if (!(standing instanceof Standing.Valid)) {
      return new Applied(standing, Optional.empty());
    }
    if (statement instanceof TimeMark mark && mark.manifest().isPresent()) {
      publishedSizes.add(entry + 1);
      manifest = mark.manifest();
    }
    return new Applied(
        standing,
        statement instanceof BulletinStatement bulletin
            ? confirm(entry, bulletin)
            : Optional.empty());
  }

  /// Makes the totals of the log as it stands and the bulletin that would announce them.
  public BulletinStatement draft() {
    byte[] findings = findings();
    Hash findingsDigest = Hash.sha256(findings);
    emitTotals(findings, findingsDigest, "csv");
    List<TotalsShard> shards =
        totals.render((shard, content) -> emitTotals(content, shard.digest(), "csv"));
    byte[] content = index.render(shards, Totals.path(findingsDigest, "csv"));
    Hash digest = Hash.sha256(content);
    emitTotals(content, digest, "json");
    var draft =
        new BulletinStatement(
            newest.map(BulletinStatement::number).orElse(0L) + 1,
            fold.size(),
            roots.apply(fold.size()),
            fold.asOf().orElse(0),
            BulletinStatement.RULES,
            digest);
    drafts.put(fold.size(), draft);
    return draft;
  }

  /// Makes the pages that show a draft; call it at the size the draft covers. Those in which it has
  /// nothing new stay as the bulletin before left them.
  public void pages(BulletinStatement draft) {
    pages.render(draft, this::emit);
  }

  private Optional<String> confirm(long entry, BulletinStatement bulletin) {
    BulletinStatement draft = drafts.remove(bulletin.logSize());
    if (draft == null || bulletin.logSize() > entry) {
      return Optional.of(
          "bulletin %d covers %d entries, which is not a size it can cover here"
              .formatted(bulletin.number(), bulletin.logSize()));
    }
    Optional<String> fault = difference(draft, bulletin);
    if (fault.isEmpty()) {
      drafts.clear();
      newest = Optional.of(bulletin);
      lastChange.confirm(bulletin);
      emit("bulletins/" + bulletin.number() + ".json", Pointer.json(fold, entry, bulletin));
      emit("latest.json", Pointer.json(fold, entry, bulletin));
    }
    return fault;
  }

  private static Optional<String> difference(BulletinStatement draft, BulletinStatement found) {
    String what =
        draft.number() != found.number()
            ? "number"
            : !draft.root().equals(found.root())
                ? "root"
                : draft.asOf() != found.asOf()
                    ? "as-of"
                    : draft.rules() != found.rules()
                        ? "rules version"
                        : !draft.index().equals(found.index()) ? "totals" : "";
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the %s of bulletin %d differs from what the first %d entries give"
                .formatted(what, found.number(), found.logSize()));
  }

  private byte[] findings() {
    var out = new CsvRow();
    out.text("entry").text("code").text("subject").text("detail").end();
    for (Finding finding : fold.findings()) {
      out.number(finding.entry())
          .text(finding.code())
          .text(finding.subject())
          .text(finding.detail())
          .end();
    }
    return out.take();
  }

  private void emit(String path, byte[] content) {
    emit(path, content, Hash.sha256(content));
  }

  /// A file named by its content; one that is published already is not handed on again.
  private void emitTotals(byte[] content, Hash digest, String type) {
    String path = Totals.path(digest, type);
    if (!contents.containsKey(path)) {
      emit(path, content, digest);
    }
  }

  private void emit(String path, byte[] content, Hash digest) {
    contents.put(path, new Manifest.Line(path, content.length, digest));
    files.file(path, content);
  }

  /// Every file published beside the log's own and the manifest, by path.
  public SortedMap<String, Manifest.Line> contents() {
    return Collections.unmodifiableSortedMap(contents);
  }

  /// Digest of the manifest that the newest time-mark of a publication binds.
  public Optional<Hash> manifest() {
    return manifest;
  }

  /// Sizes of the checkpoints published so far: each ends with a time-mark that binds a manifest.
  public List<Long> publishedSizes() {
    return List.copyOf(publishedSizes);
  }
}
