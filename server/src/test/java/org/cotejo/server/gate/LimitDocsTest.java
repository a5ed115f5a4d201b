package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Operators set limits by what the handbook says of them.
class LimitDocsTest {
  private static final Path HANDBOOK = Path.of("..", "docs", "operations.md");

  @ParameterizedTest
  @EnumSource
  void standsInTheHandbookWithItsStandardAndItsRange(Limit limit) throws IOException {
    assertThat(Files.readString(HANDBOOK))
        .contains(
            "| `%s` | %,d | %,d–%,d | "
                .formatted(limit.label(), limit.standard(), limit.least(), limit.most()));
  }
}
