package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Copies on their way from an organisation to what is published, by the commands alone.
class WitnessCopyIT {
  @TempDir private Path directory;

  private Run agent(Serving serving, String action) throws Exception {
    String agent = Files.readAllLines(directory.resolve("agent.pub")).getLast();
    return Run.cotejo(
        "agent",
        action,
        agent,
        "--dir",
        directory.resolve("night"),
        "--organisation-key",
        directory.resolve("list.key"),
        "--intake",
        serving.statements());
  }

  private Run copy(Serving serving, int row) throws Exception {
    List<String> all = Files.readAllLines(directory.resolve("trial/figures.csv"));
    Path sheet = Files.write(directory.resolve("sheet.csv"), List.of(all.get(0), all.get(row)));
    return Run.cotejo(
        "witness-copy",
        "--figures",
        sheet,
        "--dir",
        directory.resolve("night"),
        "--key",
        directory.resolve("agent.key"),
        "--out",
        directory.resolve("copy-" + System.nanoTime()),
        "--send",
        serving.statements());
  }

  @Test
  @Timeout(120)
  void copiesOfEnrolledAgentsAreLoggedAndVerified() throws Exception {
    Run.cotejo("key", "generate", directory.resolve("list"));
    Run.cotejo("key", "generate", directory.resolve("agent"));
    String list = Files.readAllLines(directory.resolve("list.pub")).getLast();
    Run founded = Trial.found(directory, "--organisation", "list-1=" + list);
    assertThat(founded.code()).as(founded.text()).isZero();
    try (var serving = new Serving(directory.resolve("night"))) {
      Trial.phase(directory.resolve("night"), "counting-open", serving);
      Run stranger = copy(serving, 1);
      assertThat(stranger.code()).as(stranger.text()).isEqualTo(1);
      assertThat(stranger.out()).contains("unknown-key");
      Run enrolled = agent(serving, "add");
      assertThat(enrolled.code()).as(enrolled.text()).isZero();
      for (int row : new int[] {1, 2}) {
        Run copied = copy(serving, row);
        assertThat(copied.code()).as(copied.text()).isZero();
        assertThat(copied.out()).contains("witness-copy ");
      }
      assertThat(agent(serving, "revoke").code()).isZero();
      Run revoked = copy(serving, 3);
      assertThat(revoked.code()).as(revoked.text()).isEqualTo(1);
      assertThat(revoked.out()).contains("the key is revoked");
      serving.stop();
    }
    Run verified =
        Run.cotejo(
            "verify",
            "--forget",
            directory.resolve("night/public"),
            "--authority",
            directory.resolve("authority.pub"));
    assertThat(verified.code()).as(verified.text()).isZero();
  }
}
