package org.cotejo.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cotejo.cose.Hash;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Challenge;
import org.cotejo.model.Claim;
import org.cotejo.model.Custody;
import org.cotejo.model.Decision;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;
import org.cotejo.model.TimeMark;

/// Publications with claims, challenges, evidence and rulings about them, for the shared corpus.
final class DocketCases {
  private static final AreaSubject WHOLE = new AreaSubject("1", "SY");

  private DocketCases() {}

  private static Hash hash(int first) {
    return Hash.sha256(new byte[] {(byte) first});
  }

  /// A claim about the whole of the first contest.
  ///
  /// @param more selections than the contest has
  static Claim claim(CraftedLog log, int more) {
    int selections = log.record(0).figures().channels().getFirst().selections();
    return new Claim(
        WHOLE,
        6,
        Collections.nCopies(selections + more, 7L),
        OptionalLong.of(1_770_000_000),
        Optional.of(hash(4)),
        Optional.of(hash(5)));
  }

  private static Challenge challenge(String area, String... stations) {
    return new Challenge(
        new AreaSubject("1", area),
        Challenge.Relief.REPLACE,
        List.of(stations),
        Optional.of(hash(6)),
        List.of(hash(6)),
        Optional.empty());
  }

  private static Evidence evidence(int about, String holder) {
    return new Evidence(
        hash(about),
        new Exhibit.File(hash(8), 1_000, Exhibit.MediaType.PDF),
        List.of(
            new Custody(
                Custody.Step.SEALED,
                1_770_000_000,
                60,
                CraftedLog.key(holder).verificationKey().id())));
  }

  /// Every kind of filing, a request, a disclosure, a ruling that changes a value for a challenge,
  /// and one about a statement.
  static CraftedLog sound() {
    CraftedLog log = CraftedLog.night();
    VerificationKey agent = CraftedLog.key("agent").verificationKey();
    log.say("list", new Enrolment(agent.id(), new Enrolment.AddAgent(agent)));
    log.say("list", claim(log, 0));
    log.say(
        "list",
        new Claim(
            WHOLE, 0, List.of(), OptionalLong.empty(), Optional.of(hash(4)), Optional.empty()));
    Hash challenge =
        Hash.sha256(
            new byte[1], log.say("list", challenge("SY", log.election.stationCode(0))).bytes());
    log.say("watch", challenge("M00001"));
    log.say("agent", evidence(7, "agent"));
    log.say("watch", evidence(7, "court"));
    var salt = new Exhibit.Salt(1, 2);
    var file = new Exhibit.File(hash(9), 9, Exhibit.MediaType.OTHER);
    log.say(
        "watch", new Evidence(challenge, new Exhibit.Committed(salt.commitment(file)), List.of()));
    log.say("watch", new Evidence(hash(9), new Exhibit.Disclosed(file, salt), List.of()));
    byte[] record = log.record(0).sign(log.id(), CraftedLog.key("station 0")).bytes();
    log.say(
        "court",
        new Ruling(
            new Ruling.OfValue(
                log.record(0).about(),
                Hash.sha256(new byte[1], record),
                new Decision.Replace(log.record(1).figures()),
                Optional.of(challenge)),
            Optional.of(hash(5))));
    log.say(
        "court",
        new Ruling(new Ruling.OfStatement(challenge, Ruling.Order.GRANTED), Optional.empty()));
    log.say("operator", new TimeMark(CraftedLog.NOW.getEpochSecond() - 50, Optional.empty()));
    log.say("operator", log.draft());
    return log.publish();
  }

  /// Filings that those who signed them may not make.
  static Map<String, CraftedLog> refused() {
    var all = new LinkedHashMap<String, CraftedLog>();
    all.put("claim-of-an-agent", filed("agent", log -> claim(log, 0)));
    all.put("claim-of-the-operator", filed("operator", log -> claim(log, 0)));
    all.put("claim-of-more-selections", filed("list", log -> claim(log, 1)));
    all.put("challenge-of-a-station", filed("station 0", log -> challenge("SY")));
    all.put("challenge-nowhere", filed("list", log -> challenge("XX")));
    all.put("challenge-of-a-station-nowhere", filed("list", log -> challenge("SY", "S9")));
    all.put("evidence-of-the-court", filed("court", log -> evidence(7, "court")));
    all.put("evidence-held-by-a-stranger", filed("list", log -> evidence(7, "a stranger")));
    all.put(
        "order-of-the-authority",
        filed(
            "authority",
            log ->
                new Ruling(
                    new Ruling.OfStatement(hash(7), Ruling.Order.DISMISSED), Optional.empty())));
    CraftedLog many = CraftedLog.night();
    for (int i = 0; i < 17; i++) {
      many.say("list", new Evidence(hash(7), new Exhibit.Committed(hash(10 + i)), List.of()));
    }
    all.put("evidence-17-times", many.publish());
    return all;
  }

  private static CraftedLog filed(String signer, Function<CraftedLog, Statement> filing) {
    CraftedLog log = CraftedLog.night();
    VerificationKey agent = CraftedLog.key("agent").verificationKey();
    log.say("list", new Enrolment(agent.id(), new Enrolment.AddAgent(agent)));
    log.say(signer, filing.apply(log));
    return log.publish();
  }
}
