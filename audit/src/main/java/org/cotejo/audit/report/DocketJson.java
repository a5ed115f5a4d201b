package org.cotejo.audit.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.cotejo.audit.docket.Case;
import org.cotejo.audit.docket.CountedThen;
import org.cotejo.audit.docket.Deadline;
import org.cotejo.audit.docket.Decided;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.audit.docket.Filing;
import org.cotejo.audit.docket.StationValue;
import org.cotejo.cose.Hash;
import org.cotejo.count.Fold;
import org.cotejo.model.Challenge;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Claim;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Custody;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Ruling;
import org.cotejo.model.Selection;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a docket as one line of JSON; see "Docket" in `docs/formats.md`.
public final class DocketJson {
  private static final JsonMapper JSON = new JsonMapper();

  private final ElectionPackage election;

  private DocketJson(ElectionPackage election) {
    this.election = election;
  }

  /// @param deadlines of each case, by the entry of its challenge; empty without a calendar
  public static String text(Docket docket, Fold fold, Map<Long, List<Deadline>> deadlines) {
    var json = new DocketJson(fold.election());
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "cotejo-docket/1").put("election", fold.election().code());
    root.put("mode", fold.election().mode().label()).put("entries", fold.size());
    ArrayNode cases = root.putArray("cases");
    docket
        .cases()
        .forEach(each ->
            json.add(
                cases.addObject(), each, deadlines.getOrDefault(each.filing().entry(), List.of())));
    ArrayNode claims = root.putArray("claims");
    docket
        .claims()
        .forEach(filing ->
            json.claim(
                claims.addObject(),
                filing,
                Objects.requireNonNull(docket.counted().get(filing.entry()))));
    ArrayNode exhibits = root.putArray("exhibits");
    docket.exhibits().forEach(exhibit -> exhibit(exhibits.addObject(), exhibit));
    ArrayNode decisions = root.putArray("decisions");
    docket.decisions().forEach(decided -> json.decision(decisions.addObject(), decided));
    ArrayNode texts = root.putArray("texts");
    docket
        .texts()
        .forEach(text ->
            texts
                .addObject()
                .put("entry", text.filing().entry())
                .put("sha256", text.digest().hex())
                .put("withdrawn", text.isWithdrawn()));
    ArrayNode findings = root.putArray("findings");
    docket
        .findings()
        .forEach(finding ->
            findings
                .addObject()
                .put("entry", finding.entry())
                .put("code", finding.code().name())
                .put("detail", finding.detail()));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static ObjectNode filing(ObjectNode object, Filing filing) {
    object.put("entry", filing.entry()).put("leaf", filing.leaf().hex());
    object.put("by", filing.signer()).put("key", filing.envelope().keyId().toString());
    number(object, "arrivedAfter", filing.arrival().after());
    number(object, "arrivedBefore", filing.arrival().before());
    return object;
  }

  private static void number(ObjectNode object, String name, OptionalLong value) {
    if (value.isPresent()) {
      object.put(name, value.getAsLong());
    } else {
      object.putNull(name);
    }
  }

  private void add(ObjectNode object, Case found, List<Deadline> deadlines) {
    Challenge challenge = found.challenge();
    filing(object, found.filing())
        .put("state", found.state().label())
        .put("contest", challenge.about().contest())
        .put("area", challenge.about().area())
        .put("relief", challenge.relief().label());
    ArrayNode stations = object.putArray("stations");
    found.stations().forEach(station -> stations.add(election.stations().get(station).code()));
    challenge.target().ifPresent(hash -> object.put("target", hash.hex()));
    ArrayNode restsOn = object.putArray("restsOn");
    challenge.restsOn().forEach(hash -> restsOn.add(hash.hex()));
    ArrayNode exhibits = object.putArray("exhibits");
    found.exhibits().forEach(exhibit -> exhibits.add(exhibit.filing().entry()));
    ArrayNode requests = object.putArray("requests");
    found
        .requests()
        .forEach(request -> {
          ObjectNode each = requests.addObject();
          each.put("entry", request.filing().entry()).put("state", request.state().label());
          ArrayNode answers = each.putArray("answers");
          request.answers().forEach(answer -> answers.add(answer.filing().entry()));
        });
    ArrayNode rulings = object.putArray("rulings");
    found.rulings().forEach(ruling -> rulings.add(ruling.filing().entry()));
    stake(object.putObject("votesAtStake"), found);
    ArrayNode due = object.putArray("deadlines");
    for (Deadline deadline : deadlines) {
      ObjectNode each = due.addObject();
      each.put("event", deadline.event().label()).put("status", deadline.status().label());
      deadline.due().ifPresent(instant -> each.put("due", instant.getEpochSecond()));
    }
  }

  private void stake(ObjectNode object, Case found) {
    object.put("effect", found.stake().effect().label());
    int contest = election.contest(found.challenge().about().contest()).orElseThrow();
    List<Selection> selections = election.contests().get(contest).selections();
    ArrayNode pairs = object.putArray("pairs");
    found
        .stake()
        .pairs()
        .forEach(pair ->
            pairs
                .addObject()
                .put("first", selections.get(pair.first()).code())
                .put("second", selections.get(pair.second()).code())
                .put("lead", pair.lead())
                .put("ifAnnulled", pair.ifAnnulled())
                .put("annulment", pair.ofAnnulment().label())
                .put("ifReplaced", pair.ifReplaced())
                .put("replacement", pair.ofReplacement().label())
                .put("stationsWithoutBound", pair.unbounded()));
  }

  private void claim(ObjectNode object, Filing filing, CountedThen then) {
    Claim claim = (Claim) filing.statement();
    filing(object, filing)
        .put("effective", filing.isEffective())
        .put("contest", claim.about().contest())
        .put("area", claim.about().area())
        .put("stations", claim.stations());
    int contest = election.contest(claim.about().contest()).orElseThrow();
    List<Selection> selections = election.contests().get(contest).selections();
    if (!claim.votes().isEmpty()) {
      votes(object.putObject("votes"), selections, claim.votes());
    }
    claim.stated().ifPresent(seconds -> object.put("stated", seconds));
    claim.source().ifPresent(digest -> object.put("source", digest.hex()));
    ObjectNode counted = object.putObject("logThen");
    counted.put("inTotals", then.inTotals()).put("stations", then.stations());
    votes(counted.putObject("votes"), selections, then.votes());
  }

  private static void votes(ObjectNode object, List<Selection> selections, List<Long> votes) {
    for (int s = 0; s < votes.size(); s++) {
      object.put(selections.get(s).code(), votes.get(s));
    }
  }

  private static void exhibit(ObjectNode object, FiledExhibit exhibit) {
    filing(object, exhibit.filing()).put("state", exhibit.state().label());
    object.put("about", exhibit.evidence().about().hex());
    if (exhibit.evidence().exhibit() instanceof Exhibit.Committed(Hash commitment)) {
      object.put("commitment", commitment.hex());
    }
    exhibit
        .file()
        .ifPresent(file ->
            object
                .put("sha256", file.sha256().hex())
                .put("bytes", file.bytes())
                .put("mediaType", file.type().label()));
    ArrayNode disclosures = object.putArray("disclosures");
    exhibit.disclosures().forEach(filing -> disclosures.add(filing.entry()));
    ArrayNode custody = object.putArray("custody");
    for (Custody step : exhibit.evidence().custody()) {
      custody
          .addObject()
          .put("step", step.step().label())
          .put("at", step.at())
          .put("within", step.within())
          .put("holder", step.holder().toString());
    }
  }

  /// What a ruling or corrigendum decides, by its stable word.
  public static String word(Statement decision) {
    return switch (decision) {
      case Ruling(Ruling.OfStatement of, var text) -> of.order().label();
      case Ruling(Ruling.OfValue value, var text) -> word(value.decision());
      case Corrigendum corrigendum -> word(corrigendum.decision());
      default -> throw new IllegalArgumentException("not a decision: " + decision.kind());
    };
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Replace r -> "replace";
      case Decision.Adopt() -> "adopt";
      case Decision.Annul() -> "annul";
    };
  }

  private void decision(ObjectNode object, Decided decided) {
    Statement statement = decided.filing().statement();
    filing(object, decided.filing())
        .put("kind", statement.kind().label())
        .put("subject", statement.subject())
        .put("decision", word(statement));
    decided
        .change()
        .ifPresent(change -> {
          object.put("effect", change.hasEffect());
          value(object.putObject("before"), change.before());
          value(object.putObject("after"), change.after());
        });
  }

  private void value(ObjectNode object, StationValue value) {
    object.put("state", value.state().name());
    number(object, "entry", value.inForce());
    if (value.figures().isPresent()) {
      TallyFigures figures = value.figures().get();
      object.put("votersAdmitted", figures.votersAdmitted());
      ArrayNode channels = object.putArray("channels");
      for (ChannelCount count : figures.channels()) {
        ObjectNode channel = channels.addObject();
        channel
            .put("channel", election.channels().get(count.channel()))
            .put("ballotsCast", count.ballotsCast())
            .put("blankVotes", count.blankVotes())
            .put("invalidVotes", count.invalidVotes())
            .put("validVotes", count.validVotes());
        ArrayNode votes = channel.putArray("votes");
        for (int i = 0; i < count.selections(); i++) {
          votes.add(count.vote(i));
        }
      }
    }
  }
}
