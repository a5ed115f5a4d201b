package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountriesTest {
  @TempDir private Path directory;

  private Countries countries() throws IOException {
    return Countries.open(
        new CountriesFile()
            .with("10.0.0.0", 8, Map.of("country", Map.of("iso_code", "NL")))
            .with("192.0.2.0", 24, Map.of("country_code", "VE", "country", "Venezuela"))
            .with("2001:db8::", 32, Map.of("country", "ES"))
            .with("198.51.100.0", 24, Map.of("country", "Atlantis"))
            .with("203.0.113.0", 24, Map.of("city", "Delft"))
            .writeTo(directory.resolve("countries.mmdb")));
  }

  @Test
  void findsTheCountryInEveryFormThatFilesHave() throws IOException {
    try (Countries countries = countries()) {
      assertThat(countries.of("10.20.30.0/24")).contains("NL");
      assertThat(countries.of("192.0.2.0/24")).contains("VE");
      assertThat(countries.of("2001:db8:0:1200::/56")).contains("ES");
    }
  }

  @Test
  void saysNothingWhereTheFileHasNoCode() throws IOException {
    try (Countries countries = countries()) {
      assertThat(countries.of("198.51.100.0/24")).isEmpty();
      assertThat(countries.of("203.0.113.0/24")).isEmpty();
      assertThat(countries.of("172.16.0.0/24")).isEmpty();
      assertThat(countries.of("2001:db9::/56")).isEmpty();
    }
  }

  @Test
  void refusesAFileOfAnotherKindAtOnce() throws IOException {
    Path other = Files.writeString(directory.resolve("other.mmdb"), "network,country\n");

    assertThatIOException().isThrownBy(() -> Countries.open(other));
    assertThatIOException().isThrownBy(() -> Countries.open(directory.resolve("none.mmdb")));
  }

  /// Whatever is wrong in the file shows when it is looked into, and there the intake must go on.
  @Test
  void saysNothingWhereTheFileIsDamaged() throws IOException {
    countries().close();
    Path file = directory.resolve("countries.mmdb");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      Files.write(file, damaged);
      try (Countries countries = Countries.open(file)) {
        assertThat(countries.of("192.0.2.0/24").orElse("VE")).matches("[A-Z]{2}");
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }
}
