package org.cotejo.publication.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.PrimitiveIterator;
import java.util.function.IntFunction;

/// The two notations of the NIST format, JSON and XML: the same objects, of the same types, with
/// the same properties. Properties must come in the order that the XML schema asks for; JSON does
/// not mind.
interface CdfTree extends Closeable {
  /// Starts an object without an identifier.
  ///
  /// @param property name of the property it is the value of, or an item of
  default void open(String property, String type) throws IOException {
    open(property, type, "");
  }

  /// Starts an object.
  ///
  /// @param id its identifier; empty if it has none
  void open(String property, String type, String id) throws IOException;

  /// Ends the object started last.
  void close(String property) throws IOException;

  /// Starts the items of a property that may have several.
  void openList(String property) throws IOException;

  void closeList() throws IOException;

  void text(String property, String value) throws IOException;

  void number(String property, long value) throws IOException;

  void decimal(String property, BigDecimal value) throws IOException;

  void flag(String property, boolean value) throws IOException;

  /// A text in one language; an item of the list `Text`.
  void languageText(String language, String content) throws IOException;

  /// A property that refers to several objects.
  ///
  /// @param identifier what an object with this number is referred to by
  void references(String property, PrimitiveIterator.OfInt numbers, IntFunction<String> identifier)
      throws IOException;
}
