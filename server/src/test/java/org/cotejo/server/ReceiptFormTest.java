package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                           | TLOG_PROOF",
        "*/*                                          | TLOG_PROOF",
        "application/*                                | TLOG_PROOF",
        "text/html, application/json;q=0.9, */*;q=0.8 | TLOG_PROOF",
        "application/cose                             | COSE",
        "Application/COSE                             | COSE",
        "application/cose; cose-type=\"cose-sign1\"   | COSE",
        "application/json,application/cose;q=0.1      | COSE",
        "application/cose;q=0                         | TLOG_PROOF",
        "application/cose;q=0.000                     | TLOG_PROOF",
        "application/cose, text/plain                 | COSE",
        "application/cose;q=0.5, text/plain;q=0.4     | COSE",
        "application/cose;q=0.5, text/plain;q=0.6     | TLOG_PROOF",
        "application/cose;q=0.5, text/plain           | TLOG_PROOF",
        "application/cose-key                         | TLOG_PROOF",
        ",;,;;q=,                                     | TLOG_PROOF",
        "application/cose;q=nonsense                  | COSE",
      })
  void isWhatTheSenderAsksForByName(String accept, ReceiptForm form) {
    assertThat(ReceiptForm.of(accept)).isEqualTo(form);
  }
}
