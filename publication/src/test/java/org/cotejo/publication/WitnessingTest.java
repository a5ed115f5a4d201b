package org.cotejo.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessReply;
import org.cotejo.log.WitnessReply.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessingTest {
  private static final String FILE =
      """
      {"size":8,"quorum":false,"witnesses":[{"name":"witness.example/w1","outcome":"cosigned"},\
      {"name":"b","outcome":"timeout"}]}
      """;

  /// The checkpoint of the reference, cosigned by witness.example/w1.
  private static final String CHECKPOINT =
      """
      example.com/tally
      8
      XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

      — example.com/tally /PYELcL75wcVo0GIcl9ofs9K6LTXirLjf5mk4Haedg3bsTGU14dxcWNZUxydIKgHhoG7ZHAk4HQoho5rMjEtaE/O7AI=
      — witness.example/w1 IDJKvgAAAABlU/EA63WODcDM/vHAUgyXu7oOGJi6+VtpZEwFoJYB5gzdtixC5UqGoFoHHGdO6twRt0uO6q/LfRRLd933snbO0TAWDA==
      """;

  private static Witnessing parse(String json) throws MalformedException {
    return Witnessing.parse(json.getBytes(UTF_8));
  }

  @Test
  void readsWhatItWrites() throws MalformedException {
    var state =
        new Witnessing(
            8,
            false,
            List.of(
                new WitnessReply("witness.example/w1", Outcome.COSIGNED),
                new WitnessReply("b", Outcome.TIMEOUT)));

    assertThat(new String(state.json(), UTF_8)).isEqualTo(FILE);
    assertThat(parse(FILE)).isEqualTo(state);
    for (Outcome outcome : Outcome.values()) {
      var one = new Witnessing(0, true, List.of(new WitnessReply("a\"\\é", outcome)));
      assertThat(Witnessing.parse(one.json())).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null\n",
        "[]\n",
        "{}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[]}",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[]}\n\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[]}\n{}",
        "{ \"size\":8,\"quorum\":true,\"witnesses\":[]}\n",
        "{\"size\":8.0,\"quorum\":true,\"witnesses\":[]}\n",
        "{\"size\":-1,\"quorum\":true,\"witnesses\":[]}\n",
        "{\"size\":\"8\",\"quorum\":true,\"witnesses\":[]}\n",
        "{\"size\":99999999999999999999,\"quorum\":true,\"witnesses\":[]}\n",
        "{\"size\":8,\"quorum\":1,\"witnesses\":[]}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":{}}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[],\"more\":\"<p>\"}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[{\"name\":\"a\",\"outcome\":\"fine\"}]}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[{\"name\":\"a\"}]}\n",
        "{\"size\":8,\"quorum\":true,\"witnesses\":[\"a\"]}\n",
        "{\"quorum\":true,\"size\":8,\"witnesses\":[]}\n",
      })
  void refusesEverythingElse(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesMoreThanItWouldWrite() {
    String reply = "{\"name\":\"a\",\"outcome\":\"timeout\"}";
    String many = String.join(",", Collections.nCopies(49, reply));
    assertThatThrownBy(() -> parse("{\"size\":8,\"quorum\":true,\"witnesses\":[" + many + "]}\n"))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Witnessing.parse(new byte[Witnessing.MAX_BYTES + 1]))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("longer");
  }

  @Test
  void fitsTheCheckpointWhoseCosignaturesItTells() throws MalformedException {
    SignedNote checkpoint = SignedNote.parse(CHECKPOINT.getBytes(UTF_8));

    assertThat(parse(FILE).fits(8, checkpoint)).isTrue();
    assertThat(parse(FILE).fits(9, checkpoint)).isFalse();
    assertThat(parse(FILE.replace("timeout", "cosigned")).fits(8, checkpoint)).isFalse();
  }
}
