package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Both languages have the same words, every check its explanation, and no word judges anybody.
class CheckWordsTest {
  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle(
        "org.cotejo.audit.report.checks",
        Locale.of(language),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  @Test
  void bothLanguagesHaveEveryWord() {
    assertThat(new TreeSet<>(bundle("es").keySet()))
        .isEqualTo(new TreeSet<>(bundle("en").keySet()));
    for (Check check : Check.values()) {
      for (String part :
          List.of("name", "formula", "threshold", "rate", "needs", "innocent", "limit", "source")) {
        assertThat(bundle("en").getString(check + "." + part)).isNotBlank();
      }
    }
  }

  @Test
  void noWordJudges() {
    for (String language : List.of("en", "es")) {
      ResourceBundle words = bundle(language);
      for (String key : words.keySet()) {
        assertThat(words.getString(key).toLowerCase(Locale.ROOT))
            .as(key)
            .doesNotContainPattern("fraud|anomal|manipula|fake|fals[oi]f|suspic|sospech|rigged");
      }
    }
  }
}
