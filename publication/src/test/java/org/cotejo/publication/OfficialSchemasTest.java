package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/// The bulk data against the schemas that NIST and OASIS publish. They are not ours to keep here:
/// put them into `src/test/resources/schemas`, or name their directory with `-Dcotejo.schemas=DIR`;
/// without them these tests are skipped.
class OfficialSchemasTest {
  private static final Path SCHEMAS =
      Path.of(System.getProperty("cotejo.schemas", "src/test/resources/schemas"));

  private static Path schema(String name) {
    Path file = SCHEMAS.resolve(name);
    assumeTrue(Files.exists(file), file + " is not here");
    return file;
  }

  private static void validate(String name, String schema) throws IOException, SAXException {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    // Schemas refer to each other as files, and to nothing else.
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory
        .newSchema(schema(schema).toFile())
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(BulkFiles.whole().bytes(name))));
  }

  @Test
  void xmlIsValidByTheSchemaOfNist() throws IOException, SAXException {
    validate("results.cdf.xml", "NIST_V2_election_results_reporting.xsd");
  }

  @Test
  void emlIsValidByTheSchemaOfOasis() throws IOException, SAXException {
    validate("results.eml.xml", "510-count-v5-0.xsd");
  }

  @Test
  void jsonIsValidByTheSchemaOfNist() throws IOException {
    Path file = schema("NIST_V2_election_results_reporting.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
            .getSchema(Files.readString(file), InputFormat.JSON);
    assertThat(schema.validate(BulkFiles.whole().text("results.cdf.json"), InputFormat.JSON))
        .isEmpty();
  }
}
