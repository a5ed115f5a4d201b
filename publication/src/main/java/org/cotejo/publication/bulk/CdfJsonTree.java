package org.cotejo.publication.bulk;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.PrimitiveIterator;
import java.util.function.IntFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// The JSON notation: types and identifiers are properties. Items of lists are on lines of their
/// own, for tools that read by lines.
final class CdfJsonTree implements CdfTree {
  private final JsonGenerator json;

  CdfJsonTree(OutputStream out) {
    this.json = Json.LINES.createGenerator(ObjectWriteContext.empty(), out);
  }

  @Override
  public void open(String property, String type, String id) {
    if (json.streamWriteContext().inArray()) {
      json.writeRaw('\n');
    } else if (!json.streamWriteContext().inRoot()) {
      json.writeName(property);
    }
    json.writeStartObject();
    type(type);
    if (!id.isEmpty()) {
      json.writeStringProperty("@id", id);
    }
  }

  private void type(String type) {
    json.writeStringProperty("@type", "ElectionResults." + type);
  }

  @Override
  public void close(String property) {
    json.writeEndObject();
  }

  @Override
  public void openList(String property) {
    json.writeArrayPropertyStart(property);
  }

  @Override
  public void closeList() {
    json.writeEndArray();
  }

  @Override
  public void text(String property, String value) {
    json.writeStringProperty(property, value);
  }

  @Override
  public void number(String property, long value) {
    json.writeNumberProperty(property, value);
  }

  @Override
  public void decimal(String property, BigDecimal value) {
    json.writeNumberProperty(property, value);
  }

  @Override
  public void flag(String property, boolean value) {
    json.writeBooleanProperty(property, value);
  }

  @Override
  public void languageText(String language, String content) {
    json.writeStartObject();
    type("LanguageString");
    json.writeStringProperty("Language", language);
    json.writeStringProperty("Content", content);
    json.writeEndObject();
  }

  @Override
  public void references(
      String property, PrimitiveIterator.OfInt numbers, IntFunction<String> identifier) {
    json.writeArrayPropertyStart(property);
    while (numbers.hasNext()) {
      json.writeString(identifier.apply(numbers.nextInt()));
    }
    json.writeEndArray();
  }

  @Override
  public void close() {
    json.writeRaw('\n');
    json.close();
  }
}
