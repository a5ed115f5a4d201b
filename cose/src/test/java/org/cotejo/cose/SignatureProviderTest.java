package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureProviderTest {
  @Test
  void usesTheFastestThatWorks() {
    assertThat(SignatureProvider.choose(null))
        .hasToString(Providers.available().getFirst().toString());
    assertThat(SignatureProvider.active()).isIn("accp", "bc", "jdk");
  }

  @Test
  void usesTheOneAskedFor() {
    for (String name : List.of("bc", "jdk")) {
      assertThat(SignatureProvider.choose(name)).hasToString(name);
    }
  }

  @Test
  void saysWhatIsWrongWithAnUnknownChoice() {
    assertThatThrownBy(() -> SignatureProvider.choose("fast"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cotejo.signatures=fast cannot be used: it is not one of accp, bc and jdk");
  }

  @Test
  void registersNothingWithThePlatform() {
    assertThat(Providers.available()).isNotEmpty();
    assertThat(Security.getProviders())
        .noneMatch(p -> p.getName().startsWith("Amazon") || p.getName().startsWith("BC"));
    assertThat(System.getProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory"))
        .isNull();
  }
}
