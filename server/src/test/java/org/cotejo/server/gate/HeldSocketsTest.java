package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotejo.server.gate.HeldSockets.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldSocketsTest {
  private record Place(long network, int second) {}

  private final HeldSockets held = new HeldSockets();
  private final Map<Row, Map<Integer, Place>> model = new EnumMap<>(Row.class);

  private Map<Integer, Place> row(Row row) {
    return model.computeIfAbsent(row, r -> new LinkedHashMap<>());
  }

  private void assertLikeTheModel(int second) {
    for (Row row : Row.values()) {
      assertThat(held.size(row)).isEqualTo(row(row).size());
      int oldest =
          row(row).entrySet().stream()
              .findFirst()
              .filter(entry -> entry.getValue().second() <= second)
              .map(Map.Entry::getKey)
              .orElse(-1);
      assertThat(held.oldest(row, second)).isEqualTo(oldest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 5000})
  void areThreeRowsOldestFirst(int sockets) {
    var random = new Random(sockets);
    Row[] rows = Row.values();
    int second = 0;
    for (int i = 0; i < 60_000; i++) {
      int socket = random.nextInt(sockets);
      second += random.nextInt(20) == 0 ? 1 : 0;
      Row where = rows[random.nextInt(rows.length)];
      if (!held.isHeld(socket)) {
        var place = new Place(random.nextLong(), second);
        held.add(where, socket, place.network(), second);
        row(where).put(socket, place);
      } else {
        Row is = held.row(socket);
        assertThat(row(is)).containsKey(socket);
        Place place = row(is).remove(socket);
        assertThat(held.network(socket)).isEqualTo(place == null ? 0 : place.network());
        held.remove(socket);
      }
      assertLikeTheModel(second - random.nextInt(30));
    }
    List<Integer> all = new ArrayList<>();
    model.values().forEach(row -> all.addAll(row.keySet()));
    assertThat(all).allMatch(held::isHeld).doesNotHaveDuplicates();
    all.forEach(held::remove);
    model.values().forEach(Map::clear);
    assertLikeTheModel(Integer.MAX_VALUE);
  }

  @Test
  void holdWhateverNumberTheKernelGives() {
    assertThat(held.isHeld(1 << 20)).isFalse();
    held.add(Row.PARKED, 1 << 20, 5, 1);
    held.add(Row.PARKED, 3, 6, 1);
    assertThat(held.isHeld(1 << 20)).isTrue();
    assertThat(held.isHeld((1 << 20) - 1)).isFalse();
    assertThat(held.oldest(Row.PARKED, 1)).isEqualTo(1 << 20);
    held.remove(1 << 20);
    assertThat(held.oldest(Row.PARKED, 1)).isEqualTo(3);
    assertThat(held.network(3)).isEqualTo(6);
  }
}
