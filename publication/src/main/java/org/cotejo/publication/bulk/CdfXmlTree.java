package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.IntFunction;

/// The XML notation: properties are elements, and only an abstract type has to be named.
final class CdfXmlTree implements CdfTree {
  private static final String NAMESPACE = "http://itl.nist.gov/ns/voting/1500-100/v2";
  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  /// Properties of which the schema says no more than what is common to several types.
  private static final Set<String> ABSTRACT = Set.of("GpUnit", "Contest", "ContestSelection");

  private final Xml xml;
  private boolean isOpen;

  CdfXmlTree(OutputStream out) throws IOException {
    this.xml = new Xml(out);
  }

  @Override
  public void open(String property, String type, String id) throws IOException {
    xml.start(property);
    if (!isOpen) {
      isOpen = true;
      xml.namespace(NAMESPACE).namespace("xsi", INSTANCE);
    }
    if (!id.isEmpty()) {
      xml.attribute("ObjectId", id);
    }
    if (ABSTRACT.contains(property)) {
      xml.attribute("xsi:type", type);
    }
  }

  @Override
  public void close(String property) throws IOException {
    xml.end();
  }

  @Override
  public void openList(String property) {}

  @Override
  public void closeList() {}

  @Override
  public void text(String property, String value) throws IOException {
    xml.leaf(property, value);
  }

  @Override
  public void number(String property, long value) throws IOException {
    xml.leaf(property, Long.toString(value));
  }

  @Override
  public void decimal(String property, BigDecimal value) throws IOException {
    xml.leaf(property, value.toPlainString());
  }

  @Override
  public void flag(String property, boolean value) throws IOException {
    xml.leaf(property, Boolean.toString(value));
  }

  @Override
  public void languageText(String language, String content) throws IOException {
    xml.start("Text").attribute("Language", language).text(content).end();
  }

  @Override
  public void references(
      String property, PrimitiveIterator.OfInt numbers, IntFunction<String> identifier)
      throws IOException {
    xml.start(property);
    while (numbers.hasNext()) {
      xml.text(identifier.apply(numbers.nextInt()) + (numbers.hasNext() ? " " : ""));
    }
    xml.end();
  }

  @Override
  public void close() throws IOException {
    xml.finish();
  }
}
