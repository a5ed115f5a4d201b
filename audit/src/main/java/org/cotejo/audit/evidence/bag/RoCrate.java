package org.cotejo.audit.evidence.bag;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is in a bag, told in RO-Crate 1.2, one entity a line. Organisations have codes, people are
/// not named.
///
/// @param name of the whole
/// @param description of the whole, a sentence or two
/// @param date that the whole is of, `2026-11-29`
/// @param organisations codes of those who hand it over
/// @param version of this program
public record RoCrate(
    String name, String description, String date, List<String> organisations, String version) {
  /// Its name in the payload, where the specification wants it.
  public static final BagPath PATH = new BagPath("ro-crate-metadata.json");

  private static final String VERSION = "https://w3id.org/ro/crate/1.2";
  private static final String ROOT = "./";
  private static final String SOFTWARE = "#cotejo";
  private static final String LICENCE = "#use";
  private static final JsonFactory JSON = new JsonFactory();
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  public RoCrate {
    organisations = List.copyOf(organisations);
    if (organisations.isEmpty()) {
      throw new IllegalArgumentException("somebody hands a bag over");
    }
  }

  /// A file, and what can be said of it.
  ///
  /// @param mediaType of its content, if it is known
  /// @param description a sentence
  public record Item(BagFile file, Optional<String> mediaType, String description) {
    /// A file with the media type that its name says.
    public static Item of(BagFile file, String description) {
      return new Item(file, MediaTypes.of(file.path().text()), description);
    }
  }

  /// The description as a file.
  public byte[] json(List<Item> items) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("@context", VERSION + "/context");
      json.writeArrayPropertyStart("@graph");
      json.writeRaw('\n');
      descriptor(json);
      root(json, items);
      for (String organisation : organisations) {
        organisation(json, organisation);
      }
      rest(json);
      for (Item item : items) {
        item(json, item);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void begin(JsonGenerator json, String id, String type) {
    json.writeStartObject();
    json.writeStringProperty("@id", id);
    json.writeStringProperty("@type", type);
  }

  private static void end(JsonGenerator json) {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static void reference(JsonGenerator json, String property, String id) {
    json.writeObjectPropertyStart(property);
    json.writeStringProperty("@id", id);
    json.writeEndObject();
  }

  private static void references(JsonGenerator json, String property, List<String> ids) {
    if (ids.size() == 1) {
      reference(json, property, ids.getFirst());
      return;
    }
    json.writeArrayPropertyStart(property);
    for (String id : ids) {
      json.writeStartObject();
      json.writeStringProperty("@id", id);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void descriptor(JsonGenerator json) {
    begin(json, PATH.text(), "CreativeWork");
    reference(json, "conformsTo", VERSION);
    reference(json, "about", ROOT);
    end(json);
  }

  private void root(JsonGenerator json, List<Item> items) {
    begin(json, ROOT, "Dataset");
    json.writeStringProperty("name", name);
    json.writeStringProperty("description", description);
    json.writeStringProperty("datePublished", date);
    reference(json, "license", LICENCE);
    references(json, "publisher", organisations.stream().map(RoCrate::id).toList());
    references(json, "hasPart", items.stream().map(RoCrate::id).toList());
    reference(json, "mentions", "#packing");
    end(json);
  }

  private static void organisation(JsonGenerator json, String code) {
    begin(json, id(code), "Organization");
    json.writeStringProperty("name", code);
    json.writeStringProperty("identifier", code);
    end(json);
  }

  private void rest(JsonGenerator json) {
    begin(json, LICENCE, "CreativeWork");
    json.writeStringProperty("name", "No licence is stated");
    json.writeStringProperty(
        "description", "Whoever wants to use these files asks those who hold rights in them.");
    end(json);
    // Of a SoftwareApplication the specification wants an address, and any could go away.
    begin(json, SOFTWARE, "CreativeWork");
    json.writeStringProperty("name", "Cotejo, an election results system");
    json.writeStringProperty("version", version);
    end(json);
    begin(json, "#packing", "CreateAction");
    json.writeStringProperty("name", "Packing of the files as they were");
    reference(json, "instrument", SOFTWARE);
    references(json, "agent", organisations.stream().map(RoCrate::id).toList());
    reference(json, "result", ROOT);
    end(json);
  }

  private static void item(JsonGenerator json, Item item) {
    BagFile file = item.file();
    begin(json, id(item), "File");
    json.writeStringProperty("name", file.path().text());
    json.writeStringProperty("description", item.description());
    json.writeStringProperty("contentSize", Long.toString(file.bytes()));
    json.writeStringProperty("sha256", file.sha256());
    item.mediaType().ifPresent(type -> json.writeStringProperty("encodingFormat", type));
    end(json);
  }

  private static String id(String organisation) {
    return "#organisation-" + escaped(organisation);
  }

  private static String id(Item item) {
    return escaped(item.file().path().text());
  }

  /// As in an address: RFC 3986.
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(octet) >= 0) {
        escaped.append((char) octet);
      } else {
        escaped.append("%%%02X".formatted(octet));
      }
    }
    return escaped.toString();
  }
}
