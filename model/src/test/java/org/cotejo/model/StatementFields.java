package org.cotejo.model;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.VerificationKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a statement as the vectors write them: everything but what the envelope says.
final class StatementFields {
  private static final JsonMapper JSON = new JsonMapper();

  private StatementFields() {}

  static JsonNode of(Statement statement) {
    ObjectNode fields = JSON.createObjectNode();
    switch (statement) {
      case ElectionStatement election -> election(fields, election);
      case Enrolment(var about, Enrolment.Change change) -> enrolment(fields, change);
      case PhaseChange(Phase phase) -> fields.put("phase", phase.label());
      case TallyRecord(TallySubject about, TallyFigures figures) ->
          place(fields, about).set("figures", figures(figures));
      case Corrigendum(TallySubject about, var target, Decision decision) ->
          decision(place(fields, about).put("target", target.hex()), decision);
      case Ruling(var content, var text) -> {
        ruling(fields, content);
        text.ifPresent(digest -> fields.put("text", digest.hex()));
      }
      case TimeMark(long seconds, var manifest) -> {
        fields.put("seconds", seconds);
        manifest.ifPresent(digest -> fields.put("manifest", digest.hex()));
      }
      case BulletinStatement bulletin ->
          fields
              .put("number", bulletin.number())
              .put("logSize", bulletin.logSize())
              .put("root", bulletin.root().hex())
              .put("asOf", bulletin.asOf())
              .put("rules", bulletin.rules())
              .put("index", bulletin.index().hex());
      case LogKeyChange(var about, LogKeyChange.Change change) -> {
        switch (change) {
          case LogKeyChange.Add(VerificationKey key) ->
              fields.put("change", "add").put("key", key.toString());
          case LogKeyChange.Retire() -> fields.put("change", "retire");
        }
      }
      case IncidentStatement incident -> incident(fields, incident);
      case Opening(String station, var build, var packageDigest) ->
          fields
              .put("station", station)
              .put("build", build.hex())
              .put("package", packageDigest.hex());
      case WitnessCopy(TallySubject about, WitnessCopy.Content content) ->
          copy(place(fields, about), content);
      case Claim claim -> claim(fields, claim);
      case Challenge challenge -> challenge(fields, challenge);
      case Evidence(Hash about, Exhibit exhibit, List<Custody> custody) -> {
        exhibit(fields.put("about", about.hex()), exhibit);
        custody(fields, custody);
      }
    }
    // Read back, so that equal numbers are equal nodes whatever their type in Java.
    return JSON.readTree(fields.toString());
  }

  private static void election(ObjectNode fields, ElectionStatement election) {
    fields
        .put("mode", election.mode().label())
        .put("origin", election.origin())
        .put("witnessPolicy", election.witnessPolicy());
    fields.set("logKeys", keys(election.logKeys()));
    fields.set("operators", keys(election.operators()));
    fields.set("courts", keys(election.courts()));
    ObjectNode files = fields.putObject("packageDigests");
    election.packageDigests().forEach((name, digest) -> files.put(name, digest.hex()));
    fields
        .putArray("limits")
        .add(election.limits().perKeyAndSubject())
        .add(election.limits().heldPerSubject());
    election.site().ifPresent(digest -> fields.put("site", digest.hex()));
    if (!election.organisations().isEmpty()) {
      ObjectNode organisations = fields.putObject("organisations");
      election
          .organisations()
          .forEach(holder -> organisations.put(holder.code(), holder.key().toString()));
    }
  }

  private static void ruling(ObjectNode fields, Ruling.Content content) {
    switch (content) {
      case Ruling.OfValue(TallySubject about, Hash target, Decision decision, var challenge) -> {
        decision(place(fields, about).put("target", target.hex()), decision);
        challenge.ifPresent(hash -> fields.put("challenge", hash.hex()));
      }
      case Ruling.OfStatement(Hash about, Ruling.Order order) ->
          fields.put("about", about.hex()).put("order", order.label());
    }
  }

  private static void claim(ObjectNode fields, Claim claim) {
    fields
        .put("contest", claim.about().contest())
        .put("area", claim.about().area())
        .put("stations", claim.stations());
    if (!claim.votes().isEmpty()) {
      claim.votes().forEach(fields.putArray("votes")::add);
    }
    optional(fields, "stated", claim.stated());
    claim.source().ifPresent(digest -> fields.put("source", digest.hex()));
    claim.text().ifPresent(digest -> fields.put("text", digest.hex()));
  }

  private static void challenge(ObjectNode fields, Challenge challenge) {
    fields
        .put("contest", challenge.about().contest())
        .put("area", challenge.about().area())
        .put("relief", challenge.relief().label());
    if (!challenge.stations().isEmpty()) {
      challenge.stations().forEach(fields.putArray("stations")::add);
    }
    challenge.target().ifPresent(hash -> fields.put("target", hash.hex()));
    if (!challenge.restsOn().isEmpty()) {
      ArrayNode restsOn = fields.putArray("restsOn");
      challenge.restsOn().forEach(hash -> restsOn.add(hash.hex()));
    }
    challenge.text().ifPresent(digest -> fields.put("text", digest.hex()));
  }

  private static void exhibit(ObjectNode fields, Exhibit exhibit) {
    switch (exhibit) {
      case Exhibit.File file -> file(fields, file);
      case Exhibit.Committed(Hash commitment) -> fields.put("commitment", commitment.hex());
      case Exhibit.Disclosed(Exhibit.File file, Exhibit.Salt salt) -> {
        file(fields, file);
        fields.put("salt", salt.toString());
        fields.put("commitment", salt.commitment(file).hex());
      }
    }
  }

  private static void file(ObjectNode fields, Exhibit.File file) {
    fields
        .put("sha256", file.sha256().hex())
        .put("bytes", file.bytes())
        .put("mediaType", file.type().label());
  }

  private static void custody(ObjectNode fields, List<Custody> custody) {
    if (custody.isEmpty()) {
      return;
    }
    ArrayNode steps = fields.putArray("custody");
    for (Custody step : custody) {
      steps
          .addObject()
          .put("step", step.step().label())
          .put("at", step.at())
          .put("within", step.within())
          .put("holder", step.holder().toString());
    }
  }

  private static void copy(ObjectNode fields, WitnessCopy.Content content) {
    fields.set("figures", figures(content.figures()));
    if (content instanceof WitnessCopy.Signed signed) {
      fields.put("statement", HexFormat.of().formatHex(signed.envelope().bytes()));
    }
  }

  private static void incident(ObjectNode fields, IncidentStatement incident) {
    fields
        .put("vantage", incident.vantage())
        .put("from", incident.from())
        .put("to", incident.to())
        .put("seconds", incident.seconds())
        .put("unit", IncidentStatement.UNIT)
        .put("accepted", incident.accepted())
        .put("networks", incident.networks())
        .put("counters", incident.counters().hex());
    fields.set("refused", numbers(incident.refused()));
    ObjectNode reasons = fields.putObject("byReason");
    incident.byReason().forEach((reason, refused) -> reasons.set(reason, numbers(refused)));
    incident.text().ifPresent(digest -> fields.put("text", digest.hex()));
  }

  private static ArrayNode numbers(RefusedPerSecond refused) {
    ArrayNode numbers = JSON.createArrayNode();
    refused.numbers().forEach(numbers::add);
    return numbers;
  }

  private static ArrayNode keys(List<VerificationKey> keys) {
    ArrayNode texts = JSON.createArrayNode();
    keys.forEach(key -> texts.add(key.toString()));
    return texts;
  }

  private static void enrolment(ObjectNode fields, Enrolment.Change change) {
    switch (change) {
      case Enrolment.Add(String station, VerificationKey key) ->
          fields.put("change", "add").put("station", station).put("key", key.toString());
      case Enrolment.ReplaceBy(VerificationKey key) ->
          fields.put("change", "replace").put("key", key.toString());
      case Enrolment.Revoke() -> fields.put("change", "revoke");
      case Enrolment.AddAgent(VerificationKey key) ->
          fields.put("change", "agent").put("key", key.toString());
    }
  }

  private static ObjectNode place(ObjectNode fields, TallySubject about) {
    return fields.put("contest", about.contest()).put("station", about.station());
  }

  private static void decision(ObjectNode fields, Decision decision) {
    switch (decision) {
      case Decision.Replace(TallyFigures figures) ->
          fields.put("decision", "replace").set("figures", figures(figures));
      case Decision.Adopt() -> fields.put("decision", "adopt");
      case Decision.Annul() -> fields.put("decision", "annul");
    }
  }

  private static ObjectNode figures(TallyFigures figures) {
    ObjectNode fields = JSON.createObjectNode();
    fields
        .put("registeredVoters", figures.registeredVoters())
        .put("votersAdmitted", figures.votersAdmitted());
    optional(fields, "votersAdded", figures.votersAdded());
    optional(fields, "ballotsReceived", figures.ballotsReceived());
    optional(fields, "ballotsUnused", figures.ballotsUnused());
    optional(fields, "ballotsSpoiled", figures.ballotsSpoiled());
    ArrayNode channels = fields.putArray("channels");
    for (ChannelCount count : figures.channels()) {
      ArrayNode votes =
          channels
              .addObject()
              .put("channel", count.channel())
              .put("ballotsCast", count.ballotsCast())
              .put("blankVotes", count.blankVotes())
              .put("invalidVotes", count.invalidVotes())
              .put("validVotes", count.validVotes())
              .putArray("votes");
      for (int i = 0; i < count.selections(); i++) {
        votes.add(count.vote(i));
      }
    }
    return fields;
  }

  private static void optional(ObjectNode fields, String name, OptionalLong figure) {
    figure.ifPresent(value -> fields.put(name, value));
  }
}
