package org.cotejo.model.bulgaria;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Known answers. The rules and the names marked so are those of the Transliteration Act (Закон за
/// транслитерацията, State Gazette 19 of 13 March 2009): article 4 letters, article 5 a final «ия»,
/// article 6 the country, article 7 geographical names. The other names are in Latin script as the
/// Central Election Commission's own tables of municipalities and settlements have them.
class TransliterationTest {
  @Test
  void everyLetterIsThatOfArticleFour() {
    assertThat(Transliteration.latin("а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я"))
        .isEqualTo("a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya");
  }

  @Test
  void capitalBeforeSmallLettersHasOneCapital() {
    assertThat(Transliteration.latin("Жо Цо Чо Шо Що Юо Яо Ъо Йо"))
        .isEqualTo("Zho Tso Cho Sho Shto Yuo Yao Ao Yo");
  }

  @Test
  void capitalAmongCapitalsIsAllCapitals() {
    assertThat(Transliteration.latin("ОЖО ОЦО ОЧО ОШО ОЩО ОЮО ОЯО"))
        .isEqualTo("OZHO OTSO OCHO OSHO OSHTO OYUO OYAO");
    assertThat(Transliteration.latin("ЖО ОЩ")).as("first and last").isEqualTo("ZHO OSHT");
  }

  @Test
  void capitalAloneIsNoShouting() {
    assertThat(Transliteration.latin("Ж. Щ")).isEqualTo("Zh. Sht");
  }

  @ParameterizedTest
  @CsvSource({
    "Стара планина, Stara planina",
    "Атанасовско езеро, Atanasovsko ezero",
    "Централен Балкан, Tsentralen Balkan",
    "София-юг, Sofia-yug",
    "Перник-север, Pernik-sever",
  })
  void namesInArticleSevenAreAsThere(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "Търговище, Targovishte",
    "Хаджидимово, Hadzhidimovo",
    "Кюстендил, Kyustendil",
    "Велико Търново, Veliko Tarnovo",
    "Ямбол, Yambol",
    "Кърджали, Kardzhali",
    "Белица, Belitsa",
    "Шумен, Shumen",
    "Генчовци, Genchovtsi",
  })
  void placesAreAsTheElectionCommissionWritesThem(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "София, Sofia",
    "СОФИЯ, SOFIA",
    "Мария и Илия, Maria i Ilia",
    "София 23 МИР, Sofia 23 MIR",
    "(Мизия), (Mizia)",
  })
  void iyaAtTheEndOfAnyWordIsIa(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "Сияна, Siyana",
    "СИЯНА, SIYANA",
    "София-Сияна, Sofia-Siyana",
    "Троян, Troyan",
    "Трявна и я, Tryavna i ya",
    "поля, polya",
    "Я, Ya",
  })
  void yaAnywhereElseIsYa(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "България, Bulgaria",
    "ДЕМОКРАТИЧНА БЪЛГАРИЯ, DEMOKRATICHNA BULGARIA",
    "„България“, „Bulgaria“",
    "БЪЛГАРИЯ НА ТРУДА, BULGARIA NA TRUDA",
  })
  void countryHasItsEstablishedName(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "Българка, Balgarka",
    "БЪЛГАРСКИ, BALGARSKI",
    "Велика Българияна, Velika Balgariyana",
    "Прабългария, Prabalgaria",
  })
  void wordsThatOnlyHoldTheNameOfTheCountryAreNotTheCountry(String bulgarian, String latin) {
    assertThat(Transliteration.latin(bulgarian)).isEqualTo(latin);
  }

  @Test
  void whatIsNotCyrillicStays() {
    String other = "GERB-2 (No 5), \"x\" – 100 %\u00A0é";
    assertThat(Transliteration.latin(other)).isEqualTo(other);
    assertThat(Transliteration.latin("")).isEmpty();
  }
}
