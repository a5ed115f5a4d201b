package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A stream of XML: well-formed whatever the texts are, and with the exceptions of files.
final class Xml {
  private final XMLStreamWriter writer;

  Xml(OutputStream out) throws IOException {
    try {
      writer =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  private static IOException failed(XMLStreamException e) {
    Throwable cause = e.getNestedException();
    return cause instanceof IOException io ? io : new IOException(e.getMessage(), e);
  }

  /// Starts an element on a line of its own.
  Xml start(String name) throws IOException {
    try {
      writer.writeCharacters("\n");
      writer.writeStartElement(name);
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /// The namespace of the element just started and all in it.
  Xml namespace(String uri) throws IOException {
    try {
      writer.writeDefaultNamespace(uri);
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /// A prefix for a namespace.
  Xml namespace(String prefix, String uri) throws IOException {
    try {
      writer.writeNamespace(prefix, uri);
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  Xml attribute(String name, String value) throws IOException {
    try {
      writer.writeAttribute(name, legal(value));
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  Xml text(String text) throws IOException {
    try {
      writer.writeCharacters(legal(text));
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  Xml end() throws IOException {
    try {
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /// An element with text and nothing else.
  Xml leaf(String name, String text) throws IOException {
    try {
      writer.writeStartElement(name);
      return text(text).end();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /// Ends the document; what is written to stays open.
  void finish() throws IOException {
    try {
      writer.writeEndDocument();
      writer.writeCharacters("\n");
      writer.flush();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /// Two characters that UTF-8 has and XML does not.
  private static String legal(String text) {
    return text.indexOf('\uFFFE') < 0 && text.indexOf('\uFFFF') < 0
        ? text
        : text.replace('\uFFFE', '\uFFFD').replace('\uFFFF', '\uFFFD');
  }
}
