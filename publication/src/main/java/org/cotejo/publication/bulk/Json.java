package org.cotejo.publication.bulk;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// How JSON is written here: whoever opened a stream closes it.
final class Json {
  /// Values one below the other.
  static final JsonFactory LINES =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .rootValueSeparator("\n")
          .build();

  private Json() {}
}
