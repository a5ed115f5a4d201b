package org.cotejo.audit.bulk;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.cotejo.model.ElectionPackage;
import org.cotejo.publication.TotalsRow;
import org.cotejo.publication.bulk.BulkFile;
import org.cotejo.publication.bulk.Edition;
import org.cotejo.publication.bulk.Figure;
import org.cotejo.publication.bulk.Figures;
import org.jspecify.annotations.Nullable;

/// `results.parquet`: the rows of `results.csv`, what all rows share in the metadata of the file.
///
/// Without compression: codecs are native libraries, and the encodings leave a codec little to do.
/// So the bytes depend on the rows and the version of the library alone.
final class ResultsParquet implements BulkFile, Closeable {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("contest")
          .required(BINARY)
          .as(stringType())
          .named("station")
          .required(BINARY)
          .as(stringType())
          .named("area")
          .required(BINARY)
          .as(stringType())
          .named("state")
          .optional(INT64)
          .named("entry")
          .optional(BINARY)
          .as(stringType())
          .named("channel")
          .required(BINARY)
          .as(stringType())
          .named("figure")
          .optional(BINARY)
          .as(stringType())
          .named("selection")
          .required(INT64)
          .named("count")
          .named("results");

  private static final long ROWS_IN_GROUP = 1 << 20;

  private final Edition edition;
  private final ParquetWriter<Line> writer;

  ResultsParquet(Edition edition, Path file) throws IOException {
    this.edition = edition;
    Map<String, String> metadata = new HashMap<>();
    metadata.put("election", edition.election().code());
    metadata.put("mode", edition.mode());
    metadata.put("bulletin", Long.toString(edition.bulletin()));
    metadata.put("logSize", Long.toString(edition.logSize()));
    metadata.put("root", edition.root());
    metadata.put("totalsIndex", "sha256:" + edition.index());
    this.writer =
        new Builder(new LocalOutputFile(file), metadata)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
            .withRowGroupRowCountLimit(Math.toIntExact(ROWS_IN_GROUP))
            .build();
  }

  @Override
  public void row(TotalsRow row) throws IOException {
    if (row.kind() == TotalsRow.Kind.STATION) {
      try {
        Figures.ofStation(edition.election(), row, figure -> write(row, figure));
      } catch (UncheckedIOException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private void write(TotalsRow row, Figure figure) {
    try {
      writer.write(new Line(edition.election(), row, figure));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() throws IOException {
    writer.close();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /// A figure with the row it is in.
  private record Line(ElectionPackage election, TotalsRow row, Figure figure) {}

  /// The library asks for Hadoop's configuration in its signatures and never uses it here.
  private static final class Builder extends ParquetWriter.Builder<Line, Builder> {
    private final Map<String, String> metadata;

    Builder(OutputFile file, Map<String, String> metadata) {
      super(file);
      this.metadata = metadata;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Line> getWriteSupport(Configuration configuration) {
      return new Lines(metadata);
    }

    @Override
    protected WriteSupport<Line> getWriteSupport(ParquetConfiguration configuration) {
      return new Lines(metadata);
    }
  }

  private static final class Lines extends WriteSupport<Line> {
    private final Map<String, String> metadata;
    private @Nullable RecordConsumer consumer;

    Lines(Map<String, String> metadata) {
      this.metadata = metadata;
    }

    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, metadata);
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(SCHEMA, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer given) {
      consumer = given;
    }

    @Override
    public void write(Line line) {
      RecordConsumer out = Objects.requireNonNull(consumer);
      TotalsRow row = line.row();
      var station = line.election().stations().get(row.place());
      out.startMessage();
      text(out, 0, line.election().contests().get(row.contest()).code());
      text(out, 1, station.code());
      text(out, 2, line.election().areas().get(station.area()).code());
      text(out, 3, row.state().name());
      if (row.entry() != TotalsRow.NONE) {
        number(out, 4, row.entry());
      }
      text(out, 5, line.figure().channel());
      text(out, 6, line.figure().name());
      text(out, 7, line.figure().selection());
      number(out, 8, line.figure().count());
      out.endMessage();
    }

    private static void text(RecordConsumer out, int field, String text) {
      if (!text.isEmpty()) {
        out.startField(SCHEMA.getFieldName(field), field);
        out.addBinary(Binary.fromString(text));
        out.endField(SCHEMA.getFieldName(field), field);
      }
    }

    private static void number(RecordConsumer out, int field, long number) {
      out.startField(SCHEMA.getFieldName(field), field);
      out.addLong(number);
      out.endField(SCHEMA.getFieldName(field), field);
    }
  }
}
