package org.cotejo.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Walks through a document, XML or JSON, element by element: members of objects and attributes are
/// elements as well, so that both notations of one format read alike. It is never held as a whole,
/// and nothing outside it is fetched.
abstract class Elements {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 1 << 16;
  private static final int MAX_NAMES = 2_000;

  /// Leaves of one element that are kept; formats have fewer kinds.
  private static final int MAX_LEAVES = 64;

  private final Deque<Element> open = new ArrayDeque<>();
  private final Set<String> names = new HashSet<>();

  /// An element that has begun, with those inside it that have ended and had none in them.
  static final class Element {
    private final String name;
    private Map<String, String> leaves = Map.of();
    private List<String> codes = List.of();
    private String text = "";
    private boolean hasElements;

    private Element(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    /// The text of the first leaf of this name; empty if there is none.
    String leaf(String of) {
      return leaves.getOrDefault(of, "");
    }

    private void leaf(String of, String value) {
      leaves = leaves.isEmpty() ? new HashMap<>() : leaves;
      if (leaves.size() < MAX_LEAVES) {
        leaves.putIfAbsent(of, value);
      }
    }

    /// What this element is called in other registers.
    List<String> codes() {
      return codes;
    }

    void code(String code) {
      codes = codes.isEmpty() ? new ArrayList<>(1) : codes;
      if (codes.size() < MAX_LEAVES) {
        codes.add(code);
      }
    }

    /// The characters that stand in it and in no element within it.
    String text() {
      return text;
    }
  }

  /// An element begins.
  abstract void begun(Element element) throws MalformedException;

  /// An element has ended.
  ///
  /// @param parent what it stands in
  abstract void ended(Element element, Element parent) throws MalformedException;

  private void begin(String name) throws MalformedException {
    if (open.size() == MAX_DEPTH) {
      throw new MalformedException("elements inside each other, %d deep".formatted(MAX_DEPTH));
    }
    if (names.add(name) && names.size() > MAX_NAMES) {
      throw new MalformedException("more than %,d names of elements".formatted(MAX_NAMES));
    }
    Element parent = open.peek();
    if (parent != null) {
      parent.hasElements = true;
    }
    var element = new Element(name);
    open.push(element);
    begun(element);
  }

  private void text(String text) throws MalformedException {
    Element element = open.peek();
    if (element != null) {
      if (element.text.length() + text.length() > MAX_TEXT) {
        throw new MalformedException("more than 64 KiB of text in one element");
      }
      element.text = element.text.isEmpty() ? text : element.text + text;
    }
  }

  private void end() throws MalformedException {
    Element element = open.pop();
    Element parent = open.peek();
    if (parent == null) {
      return;
    }
    if (!element.hasElements) {
      parent.leaf(element.name, element.text.strip());
    }
    ended(element, parent);
  }

  private void leaf(String name, String text) throws MalformedException {
    begin(name);
    text(text);
    end();
  }

  /// Reads a document to its end. Its encoding is known before it is parsed: parsers that guess it
  /// throw and print in other ways where bytes are no characters.
  ///
  /// @throws MalformedException naming the line that is wrong
  final void read(BufferedInputStream in, boolean isXml) throws IOException, MalformedException {
    Reader text = TableFile.document(in);
    if (isXml) {
      xml(text);
    } else {
      json(text);
    }
    if (!open.isEmpty()) {
      throw new MalformedException("ends within an element");
    }
  }

  private void xml(Reader text) throws IOException, MalformedException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
    int line = 1;
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(text);
      while (reader.hasNext()) {
        line = reader.getLocation().getLineNumber();
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(reader);
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(reader.getText());
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new MalformedException("a document type or an entity: not read");
          default -> {}
        }
      }
      reader.close();
    } catch (MalformedException e) {
      throw new MalformedException("line " + line + ": " + e.getMessage());
    } catch (XMLStreamException e) {
      throw malformed(
          "line " + line + ": ", e.getNestedException(), "not well-formed XML after this line");
    }
  }

  private void start(XMLStreamReader reader) throws MalformedException {
    begin(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      leaf(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    // Attributes are no content: an element with text and attributes is a leaf all the same.
    Element element = open.peek();
    if (element != null) {
      element.hasElements = false;
    }
  }

  private void json(Reader text) throws IOException, MalformedException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(2 * MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(1_000)
                    .maxNumberLength(100)
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      Deque<String> lists = new ArrayDeque<>();
      String name = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case PROPERTY_NAME -> name = parser.currentName();
          case START_ARRAY -> lists.push(name);
          case END_ARRAY -> lists.pop();
          case START_OBJECT -> {
            begin(named(name));
            lists.push("");
          }
          case END_OBJECT -> {
            lists.pop();
            end();
          }
          case VALUE_STRING,
              VALUE_NUMBER_INT,
              VALUE_NUMBER_FLOAT,
              VALUE_TRUE,
              VALUE_FALSE,
              VALUE_NULL ->
              leaf(named(name), parser.getString());
          case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {}
        }
        if (!lists.isEmpty() && !lists.getFirst().isEmpty()) {
          name = lists.getFirst();
        }
      }
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw malformed(
          at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ",
          e.getCause(),
          "not JSON from here on");
    }
  }

  /// A file that cannot be read is not called malformed; bytes that are no characters are.
  private static MalformedException malformed(
      String line, @Nullable Throwable cause, String otherwise) throws IOException {
    if (cause instanceof CharacterCodingException) {
      return new MalformedException(
          line + "not UTF-8 within the next 8 KiB; convert the file, for example with iconv");
    }
    if (cause instanceof IOException broken) {
      throw broken;
    }
    return new MalformedException(line + otherwise);
  }

  /// Identifiers are called alike in both notations.
  private static String named(String property) {
    return property.equals("@id") ? "ObjectId" : property;
  }
}
