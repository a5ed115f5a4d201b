package org.cotejo.publication.bulk;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Names and codes as the NIST format has them.
final class CdfTexts {
  /// Nobody says which language names in a package are in.
  private static final String UNKNOWN = "und";

  private final CdfTree tree;

  CdfTexts(CdfTree tree) {
    this.tree = tree;
  }

  /// A name in Latin letters and perhaps in others.
  void name(String property, String name, String latin) throws IOException {
    SortedMap<String, String> names = new TreeMap<>();
    if (!name.isBlank()) {
      names.put(UNKNOWN, name);
    }
    if (!latin.isBlank() && !latin.equals(name)) {
      names.put(UNKNOWN + "-Latn", latin);
    }
    names(property, names);
  }

  /// A name in several languages.
  void names(String property, Map<String, String> names) throws IOException {
    tree.open(property, "InternationalizedText");
    tree.openList("Text");
    for (var name : names.entrySet()) {
      tree.languageText(name.getKey(), name.getValue());
    }
    tree.closeList();
    tree.close(property);
  }

  /// The code that a thing has in the package.
  void code(String code) throws IOException {
    tree.openList("ExternalIdentifier");
    tree.open("ExternalIdentifier", "ExternalIdentifier");
    tree.text("Type", "other");
    tree.text("OtherType", "code in the election package");
    tree.text("Value", code);
    tree.close("ExternalIdentifier");
    tree.closeList();
  }
}
