package org.cotejo.audit.report;

import java.util.List;
import java.util.Optional;
import org.cotejo.audit.check.CheckReport;
import org.cotejo.audit.check.CheckResult;
import org.cotejo.audit.check.Fact;
import org.cotejo.audit.check.Outcome;
import org.cotejo.audit.source.Source;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes checks as one line of JSON; see "Checks" in `docs/formats.md`.
public final class ChecksJson {
  private static final JsonMapper JSON = new JsonMapper();

  private final ReportWords words;

  private ChecksJson(ReportWords words) {
    this.words = words;
  }

  /// @param words of the names, conditions and explanations
  /// @param announced the files of announced totals
  public static String text(
      CheckReport report,
      Optional<Source> source,
      List<Source.Material> announced,
      ReportWords words) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "cotejo-checks/1");
    ArrayNode materials = root.putArray("materials");
    source.ifPresent(each -> each.materials().forEach(material -> material(materials, material)));
    announced.forEach(material -> material(materials, material));
    ArrayNode unread = root.putArray("notInPackage");
    source.ifPresent(each -> each.unknown().forEach(unknown -> unread(unread, unknown)));
    root.put("familywiseErrorRate", CheckReport.ERROR_RATE);
    root.put("procedure", "Holm");
    root.put("tests", report.tests()).put("seed", report.seed());
    ArrayNode results = root.putArray("results");
    var json = new ChecksJson(words);
    report.results().forEach(result -> json.result(results.addObject(), result));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void material(ArrayNode materials, Source.Material material) {
    materials
        .addObject()
        .put("path", material.path())
        .put("bytes", material.bytes())
        .put("sha256", material.sha256().hex());
  }

  private static void unread(ArrayNode array, Source.Unknown unknown) {
    array
        .addObject()
        .put("what", unknown.what())
        .put("code", unknown.code())
        .put("where", unknown.where())
        .put("times", unknown.times());
  }

  private void result(ObjectNode object, CheckResult result) {
    object
        .put("check", result.check().name())
        .put("name", words.say(result.check() + ".name"))
        .put("contest", result.scope())
        .put("severity", result.check().severity().name())
        .put("finding", CheckReport.isFinding(result));
    switch (result.outcome()) {
      case Outcome.NotApplicable(Fact reason) -> {
        object.put("outcome", "not-applicable");
        fact(object.putObject("reason"), reason);
      }
      case Outcome.Exact exact -> {
        object.put("outcome", "exact").put("examined", exact.examined());
        facts(object.putArray("told"), exact.told());
        facts(object.putArray("contradictions"), exact.contradictions());
      }
      case Outcome.Tested tested -> {
        object.put("outcome", "tested").put("chance", tested.chance());
        object.put("adjustedChance", result.adjusted());
        facts(object.putArray("told"), tested.told());
        facts(object.putArray("places"), tested.places());
      }
      case Outcome.Described described -> {
        object.put("outcome", "described");
        facts(object.putArray("told"), described.told());
      }
    }
    for (String part : List.of("threshold", "rate", "needs", "innocent", "limit")) {
      object.put(part, words.say(result.check() + "." + part));
    }
  }

  private void facts(ArrayNode array, List<Fact> facts) {
    facts.forEach(fact -> fact(array.addObject(), fact));
  }

  private void fact(ObjectNode object, Fact fact) {
    object.put("code", fact.code()).put("words", ChecksText.fact(fact, words));
    ArrayNode details = object.putArray("details");
    for (Object detail : fact.details()) {
      if (detail instanceof Long count) {
        details.add(count);
      } else {
        details.add(detail.toString());
      }
    }
  }
}
