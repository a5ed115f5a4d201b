package org.cotejo.audit.bulk;

import java.util.List;
import org.cotejo.publication.bulk.DataPackage.Field;
import org.cotejo.publication.bulk.Tables;

/// A kind of file that results are given in.
public enum BulkFormat {
  CSV(
      "csv",
      "results.csv",
      "text/csv",
      "One row for each figure of each station; every station has one."),
  JSONL(
      "jsonl",
      "results.jsonl",
      "application/jsonl",
      "One object for each station and contest; every station has one."),
  PARQUET(
      "parquet",
      "results.parquet",
      "application/vnd.apache.parquet",
      "The rows of results.csv; empty fields are null, mode and bulletin are metadata."),
  CDF_JSON(
      "cdf-json",
      "results.cdf.json",
      "application/json",
      "ElectionReport of NIST SP 1500-100, version 2."),
  CDF_XML(
      "cdf-xml",
      "results.cdf.xml",
      "application/xml",
      "ElectionReport of NIST SP 1500-100, version 2."),
  EML("eml", "results.eml.xml", "application/xml", "Count (510) of OASIS EML 5.0.");

  private final String label;
  private final String file;
  private final String mediaType;
  private final String description;

  BulkFormat(String label, String file, String mediaType, String description) {
    this.label = label;
    this.file = file;
    this.mediaType = mediaType;
    this.description = description;
  }

  /// What it is called on the command line.
  public String label() {
    return label;
  }

  /// Name of the file.
  public String file() {
    return file;
  }

  String mediaType() {
    return mediaType;
  }

  String description() {
    return description;
  }

  List<Field> fields() {
    return this == CSV ? Tables.RESULTS : List.of();
  }
}
