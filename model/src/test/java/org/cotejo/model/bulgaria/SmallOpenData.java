package org.cotejo.model.bulgaria;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A data set of five stations in the form of the real one, to be changed and written: 230100001
/// counted paper, 230100002 a machine, 240100001 both because its machine failed, 240100002 never
/// reported, 320100001 lies abroad. Two lists; the independent stands in constituency 24.
final class SmallOpenData {
  private static final String VOTES = "section_id;party;votes\n";

  private final Map<String, String> tables = new HashMap<>();

  SmallOpenData() {
    tables.put(
        "20_parties",
        """
        code;name;registration_code;registration_name
        155;А;2;СВОБОДА
        100;Б;1;ДЕМОКРАТИЧНА БЪЛГАРИЯ
        999;НЕ ПОДКРЕПЯМ НИКОГО;99;НЕ ПОДКРЕПЯМ НИКОГО
        """);
    tables.put(
        "20_local_candidates",
        """
        code;name;registration_code;registration_sub_code;registration_name
        710;ИЛИЯ;24;24;ИЛИЯ ЩЪРКОВ
        """);
    tables.put(
        "31_sections",
        """
        section_id;rik_code;municipality_code;municipality;ekatte;city;address;longitude;latitude
        230100001;23;2301;Средец;14;гр.Средец;гр. Средец;23.32000004999;42.7
        230100002;23;2301;Средец;14;гр.Средец; ул. Шипка 1 ;;
        240100001;24;2401;Оборище;68134;гр.София;ул. Оборище 2;23.5;42.12345675
        240100002;24;2401;Оборище;68134;гр.София;;23.5;42.5
        320100001;32;3201;Извън страната;100001;Австрия, Виена;Посолството;16.4;-48.2
        """);
    tables.put(
        "40_elections_lists",
        """
        section_id;registered_voters
        230100001;610
        230100002;500
        240100001;700
        240100002;90
        999999999;1
        """);
    tables.put(
        "41_protocols",
        """
        section_id;distributed_ballots;registered_voters;onsite_listed_voters;voted_voters;\
        unused_paper_ballots;destroyed_paper_ballots;urn_paper_ballots;invalid_paper_ballots;\
        support_noone_paper_ballots;valid_paper_votes_for_parties;urn_machine_ballots;\
        support_noone_machine_ballots;valid_machine_votes_for_parties
        230100001;600;609;5;20;579;1;20;2;3;15;0;0;0
        230100002;500;501;0;11;500;0;0;0;0;0;11;1;10
        240100001;700;700;0;30;680;0;20;1;2;17;10;0;10
        240100002;0;90;0;0;0;0;0;0;0;0;0;0;0
        320100001;100;80;70;9;91;0;9;0;0;9;0;0;0
        """);
    tables.put(
        "50_votes_paper",
        VOTES
            + votes("230100001", 10, 5, 3)
            + "230100001;100;18\n230100001;106;2\n"
            + votes("240100001", 8, 4, 2)
            + "240100001;24;5\n"
            + votes("320100001", 9, 0, 0));
    tables.put(
        "50_votes_machine", VOTES + votes("230100002", 4, 6, 1) + votes("240100001", 7, 3, 0));
    tables.put(
        "common_riks",
        """
        rik_code;rik_name;district;district_latin
        23;София 23 МИР;София;Sofia
        24;София 24 МИР;София;Sofia
        32;Извън страната;Извън страната;Izvan stranata
        """);
    tables.put(
        "common_municipalities",
        """
        municipality_code;municipality;municipality_latin;rik_code;rik_name
        2301;Средец;Sredetz;23;София 23 МИР
        """);
    tables.put(
        "common_ekatte",
        """
        ekatte;postal_code;type;name;name_latin
        14;1000;гр.;Средец;Sredets
        14;1001;гр.;Средец;Sredets
        68134;1000;гр.;София;
        """);
  }

  private static String votes(String station, int first, int second, int none) {
    return "%1$s;1;%2$d\n%1$s;2;%3$d\n%1$s;99;%4$d\n".formatted(station, first, second, none);
  }

  /// A change that does not change anything would test nothing.
  SmallOpenData replace(String table, String old, String by) {
    String text = String.valueOf(tables.get(table));
    if (!text.contains(old)) {
      throw new AssertionError(table + " has no " + old);
    }
    tables.put(table, text.replace(old, by));
    return this;
  }

  SmallOpenData add(String table, String line) {
    tables.merge(table, line + "\n", String::concat);
    return this;
  }

  static byte[] gzip(byte[] text) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /// Writes the tables, and gives the directory they are in.
  Path write(Path directory) throws IOException {
    for (var table : tables.entrySet()) {
      Files.write(
          directory.resolve(table.getKey() + ".csv.gz"), gzip(table.getValue().getBytes(UTF_8)));
    }
    return directory;
  }
}
