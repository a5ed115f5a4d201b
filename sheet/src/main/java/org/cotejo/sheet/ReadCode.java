package org.cotejo.sheet;

import java.util.List;
import java.util.Optional;

/// What the codes of one sheet say.
///
/// @param format the format of the code
/// @param subject what it is about, as the code itself names it; for ours `contest/station`
/// @param leaf leaf hash in hex, where a log would have it; empty for codes of others
/// @param fields the figures, in the order of the code
/// @param signature what is known of its signature
/// @param differences fields in which figures read off the paper are not those signed
/// @param logged what a log has of it, if one was asked
/// @param remarks what else is to be said: rules that the figures break, codes that were not found
public record ReadCode(
    Format format,
    String subject,
    String leaf,
    List<Field> fields,
    Signature signature,
    List<String> differences,
    Optional<Logged> logged,
    List<String> remarks) {
  public ReadCode {
    fields = List.copyOf(fields);
    differences = List.copyOf(differences);
    remarks = List.copyOf(remarks);
  }

  /// Formats that are read.
  public enum Format {
    COTEJO("cotejo"),
    /// `code!counts!…`, as on Venezuelan sheets.
    VE_ACTA("ve-acta"),
    /// `QRBU:`, as on Brazilian bulletins of an urn.
    BR_BU("br-bu");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// What a log has of a record.
  ///
  /// @param state the stable word for it in files
  /// @param index of the entry that is meant; -1 if there is none
  /// @param isOther whether it has other figures than the paper
  public record Logged(String state, long index, boolean isOther) {}

  /// One figure or other value.
  public record Field(String name, String value) {}
}
