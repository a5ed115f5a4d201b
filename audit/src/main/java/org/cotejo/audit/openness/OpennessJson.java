package org.cotejo.audit.openness;

import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Assessments for programs.
public final class OpennessJson {
  private static final JsonFactory JSON = new JsonFactory();

  private OpennessJson() {}

  /// @param question what to ask about a criterion that no program decides
  public static String text(
      Offer offer, List<Assessment> assessments, Function<Criterion, String> question) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("format", "cotejo-publish-check/1");
      json.writeStringProperty("source", offer.source());
      json.writeNumberProperty("files", offer.files().size());
      json.writeNumberProperty("otherHosts", offer.elsewhere());
      json.writeArrayPropertyStart("criteria");
      for (Assessment assessment : assessments) {
        json.writeStartObject();
        json.writeStringProperty("criterion", assessment.criterion().label());
        json.writeStringProperty(
            "of", assessment.criterion().isPrinciple() ? "nine principles" : "observers");
        json.writeStringProperty("outcome", assessment.outcome().label());
        evidence(json, assessment.evidence());
        if (assessment.outcome() == Assessment.Outcome.NOT_DECIDED) {
          json.writeStringProperty("question", question.apply(assessment.criterion()));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return text.toString();
  }

  private static void evidence(JsonGenerator json, List<Observation> evidence) {
    json.writeArrayPropertyStart("evidence");
    for (Observation seen : evidence) {
      json.writeStartObject();
      json.writeStringProperty("where", seen.where());
      json.writeStringProperty("code", seen.code());
      json.writeArrayPropertyStart("values");
      seen.values().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
