package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTest {
  @Test
  void namesNoClassToWhoeverMistypesANumberOrADate() {
    assertThat(Run.cotejo("package", "synthesize", "--stations=x", "--out=y").err())
        .contains("'--stations'", "not a whole number, or too large: 'x'")
        .doesNotContain("int", "java");
    assertThat(Run.cotejo("station", "receipt", "99999999999999999999", "--dir=y").err())
        .contains("too large");
    assertThat(
            Run.cotejo("evidence", "bag", "a", "--organisation=o", "--date=2026-13-29", "--out=b")
                .err())
        .contains("not a date such as 2026-11-29: '2026-13-29'")
        .doesNotContain("java");
  }
}
