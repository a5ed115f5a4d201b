package org.cotejo.audit.openness;

import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.model.ElectionPackage;
import org.cotejo.publication.Publication;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a publication of Cotejo says of itself: its newest bulletin and the index that signs it.
/// Whether all of it follows from the log is what `cotejo verify` decides.
///
/// @param index path of the totals index
/// @param contests how many
/// @param stations stations in all contests together, each in a row of its own
/// @param inTotals those whose figures are in the totals
/// @param complete whether the index was read whole and has the digest it is named by
record CotejoLayout(
    String index,
    long bulletin,
    long asOf,
    String mode,
    int contests,
    long stations,
    long inTotals,
    boolean complete) {
  /// The oldest bulletin, which is kept.
  static final String FIRST_BULLETIN = "bulletins/1.json";

  /// Of the package: may name the licence of what is published.
  static final String ELECTION = "package/election.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Optional<CotejoLayout> of(Offer offer) {
    return offer.file("latest.json").flatMap(OfferedFile::text).flatMap(text -> of(offer, text));
  }

  /// Path of the index that `latest.json` names, if that is what it is.
  static Optional<String> index(String latest) {
    try {
      JsonNode index = JSON.readTree(latest).path("index");
      return index.isString() && index.stringValue().matches("totals/[0-9a-f]{64}\\.json")
          ? Optional.of(index.stringValue())
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// Path of the first shard that an index names: one is enough to see what they are like.
  static Optional<String> shard(String index) {
    try {
      JsonNode file = JSON.readTree(index).at("/contests/0/shards/0/file");
      return file.isString() && file.stringValue().matches("totals/[0-9a-f]{64}\\.csv")
          ? Optional.of(file.stringValue())
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// The licence that `election.json` names.
  static Optional<String> licence(String election) {
    try {
      return JSON.readTree(election)
          .path("licence")
          .stringValueOpt()
          .filter(named -> ElectionPackage.LICENCE.matcher(named).matches());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<CotejoLayout> of(Offer offer, String text) {
    Optional<OfferedFile> index = index(text).flatMap(offer::file);
    if (index.isEmpty() || !index.get().isWhole()) {
      return Optional.empty();
    }
    JsonNode latest = JSON.readTree(text);
    long stations = 0;
    long inTotals = 0;
    JsonNode contests;
    try {
      contests = JSON.readTree(index.get().start()).path("contests");
    } catch (JacksonException e) {
      return Optional.empty();
    }
    for (JsonNode contest : contests) {
      stations += contest.path("stations").path("all").asLong();
      inTotals += contest.path("stations").path("inTotals").asLong();
    }
    String digest = Hash.sha256(index.get().start()).hex();
    return Optional.of(
        new CotejoLayout(
            index.get().path(),
            latest.path("bulletin").asLong(),
            latest.path("asOf").asLong(),
            latest.path("mode").asString(),
            contests.size(),
            stations,
            inTotals,
            index.get().path().equals(Publication.TOTALS + digest + ".json")));
  }
}
