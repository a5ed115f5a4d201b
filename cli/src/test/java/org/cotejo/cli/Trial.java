package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;

/// A synthetic election of 20 stations, founded by commands.
final class Trial {
  private Trial() {}

  /// Makes `authority.key`, `authority.pub` and the election `night` in this directory.
  static void found(Path directory) {
    Run made = found(directory, new Object[0]);
    assertThat(made.code()).as(made.text()).isZero();
  }

  /// The same, with more options for the founding.
  static Run found(Path directory, Object... options) {
    Run.cotejo("key", "generate", directory.resolve("authority"));
    Run.cotejo("package", "synthesize", "--stations=20", "--out", directory.resolve("trial"));
    Object[] create = {
      "election",
      "create",
      "--package",
      directory.resolve("trial/package"),
      "--origin",
      "results.example/trial",
      "--authority-key",
      directory.resolve("authority.key"),
      "--dir",
      directory.resolve("night")
    };
    return Run.cotejo(Stream.of(create, options).flatMap(Stream::of).toArray());
  }

  /// Moves an election on, with the authority's key beside its directory.
  static void phase(Path night, String phase, Serving serving) {
    Run moved =
        Run.cotejo(
            "election",
            "phase",
            phase,
            "--dir",
            night,
            "--authority-key",
            night.resolveSibling("authority.key"),
            "--intake",
            serving.statements());
    assertThat(moved.code()).as(moved.text()).isZero();
  }
}
