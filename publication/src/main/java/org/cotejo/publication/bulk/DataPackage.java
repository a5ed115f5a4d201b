package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// `datapackage.json`: what each file of the bulk data is, for programs, as a [Data
/// Package](https://specs.frictionlessdata.io/data-package/).
public final class DataPackage {
  private DataPackage() {}

  /// A column of a table.
  ///
  /// @param type `string`, `integer` or `number`
  public record Field(String name, String type, String description) {}

  /// A file.
  ///
  /// @param fields its columns; empty if it is no table
  public record Resource(
      String path,
      String mediaType,
      String description,
      List<Field> fields,
      long bytes,
      String sha256) {
    public Resource {
      fields = List.copyOf(fields);
    }

    String format() {
      return path.substring(path.lastIndexOf('.') + 1);
    }

    String name() {
      return path.replace('.', '-').toLowerCase(Locale.ROOT);
    }
  }

  /// @param license identifier of the licence that the data is given under, as SPDX lists them
  public static void write(
      Edition edition, List<Resource> resources, Optional<String> license, OutputStream out)
      throws IOException {
    try (JsonGenerator json = Json.LINES.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("profile", "data-package");
      json.writeStringProperty("name", "results");
      json.writeStringProperty("title", edition.name());
      json.writeStringProperty(
          "description",
          "Results of an election, "
              + edition.notes()
              + ". Counts only; a figure that a tally sheet does not have is left out, never 0.");
      json.writeStringProperty("election", edition.election().code());
      json.writeStringProperty("mode", edition.mode());
      json.writeStringProperty("created", edition.time());
      json.writeNumberProperty("bulletin", edition.bulletin());
      json.writeNumberProperty("logSize", edition.logSize());
      json.writeStringProperty("root", edition.root());
      json.writeStringProperty("totalsIndex", "sha256:" + edition.index());
      json.writeBooleanProperty("complete", edition.complete());
      license.ifPresent(name -> license(json, name));
      json.writeArrayPropertyStart("resources");
      resources.forEach(resource -> resource(json, resource));
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void license(JsonGenerator json, String name) {
    json.writeArrayPropertyStart("licenses");
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void resource(JsonGenerator json, Resource resource) {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringProperty("name", resource.name());
    json.writeStringProperty("path", resource.path());
    json.writeStringProperty("description", resource.description());
    json.writeStringProperty("format", resource.format());
    json.writeStringProperty("mediatype", resource.mediaType());
    json.writeStringProperty("encoding", "utf-8");
    json.writeNumberProperty("bytes", resource.bytes());
    json.writeStringProperty("hash", "sha256:" + resource.sha256());
    if (!resource.fields().isEmpty()) {
      json.writeStringProperty("profile", "tabular-data-resource");
      json.writeObjectPropertyStart("schema");
      json.writeArrayPropertyStart("fields");
      for (Field field : resource.fields()) {
        json.writeStartObject();
        json.writeStringProperty("name", field.name());
        json.writeStringProperty("type", field.type());
        json.writeStringProperty("description", field.description());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
