package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/// The bulk data against the schemas that NIST and OASIS publish. The schemas are not ours to keep
/// here; kept are the digests of documents that were valid, and of the schemas they were valid by.
/// A change of a format fails here until the new document was validated.
class OfficialSchemasTest {
  /// Where the schemas lie, if somebody has them here.
  private static final String SCHEMAS = System.getProperty("cotejo.schemas", "");

  /// Lines as `sha256sum` writes them.
  private static Map<String, String> digests(String resource) throws IOException {
    try (InputStream in = OfficialSchemasTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
    }
  }

  /// With digests that stand for none: the root follows from every file of the publication, down to
  /// the style of its pages.
  private static byte[] document(String name) throws IOException {
    BulkFiles bulk = BulkFiles.whole();
    return bulk.text(name)
        .replace(bulk.edition.root(), Hash.sha256().base64())
        .replace(bulk.edition.index(), Hash.sha256().hex())
        .getBytes(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Validation {
    void validate(byte[] document, Path schema) throws IOException, SAXException;
  }

  private static void holds(String name, String schema, Validation validation)
      throws IOException, SAXException {
    byte[] document = document(name);
    if (!SCHEMAS.isEmpty()) {
      for (var file : digests("official-schemas.sha256").entrySet()) {
        assertThat(Hash.sha256(Files.readAllBytes(Path.of(SCHEMAS, file.getKey()))).hex())
            .as(file.getKey())
            .isEqualTo(file.getValue());
      }
      validation.validate(document, Path.of(SCHEMAS, schema));
    }
    assertThat(Hash.sha256(document).hex())
        .as(
            "%s is not the document that was valid by %s: run this test with"
                + " -Dcotejo.schemas=DIR, and if only this digest differs then,"
                + " put it into valid-documents.sha256",
            name, schema)
        .isEqualTo(digests("valid-documents.sha256").get(name));
  }

  private static void xml(byte[] document, Path schema) throws IOException, SAXException {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    // Schemas refer to each other as files, and to nothing else.
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory
        .newSchema(schema.toFile())
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(document)));
  }

  private static void json(byte[] document, Path schema) throws IOException {
    Schema draft4 =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(Files.readString(schema), InputFormat.JSON);
    assertThat(draft4.validate(new String(document, StandardCharsets.UTF_8), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void xmlIsValidByTheSchemaOfNist() throws IOException, SAXException {
    holds("results.cdf.xml", "NIST_V2_election_results_reporting.xsd", OfficialSchemasTest::xml);
  }

  @Test
  void emlIsValidByTheSchemaOfOasis() throws IOException, SAXException {
    holds("results.eml.xml", "510-count-v5-0.xsd", OfficialSchemasTest::xml);
  }

  @Test
  void jsonIsValidByTheSchemaOfNist() throws IOException, SAXException {
    holds("results.cdf.json", "NIST_V2_election_results_reporting.json", OfficialSchemasTest::json);
  }
}
