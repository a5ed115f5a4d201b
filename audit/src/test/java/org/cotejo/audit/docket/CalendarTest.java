package org.cotejo.audit.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Random;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Terms around weekends, holidays and changes of the clock.
class CalendarTest {
  private static final String WEEKENDS = "closed,saturday\nclosed,sunday\n";

  private static Calendar calendar(String zone, String more) throws MalformedException {
    return Calendar.parse("what,value\nzone," + zone + "\n" + WEEKENDS + more);
  }

  @ParameterizedTest
  @CsvSource({
    // A term of 0 days ends with the day on which it begins.
    "America/Santo_Domingo, 2024-07-29T00:00-04:00, 0, calendar, 2024-07-30T00:00-04:00",
    "America/Santo_Domingo, 2024-07-29T23:59:59-04:00, 1, calendar, 2024-07-31T00:00-04:00",
    // Friday: three business days end with Wednesday, three of the calendar with Monday.
    "America/Santo_Domingo, 2024-08-02T18:00-04:00, 3, business, 2024-08-08T00:00-04:00",
    "America/Santo_Domingo, 2024-08-02T18:00-04:00, 3, calendar, 2024-08-06T00:00-04:00",
    // Late on Friday in UTC is still Friday there.
    "America/Santo_Domingo, 2024-08-03T03:59:59Z, 1, business, 2024-08-06T00:00-04:00",
    // Saturday does not count, nor does the Sunday after it.
    "America/Santo_Domingo, 2024-08-03T12:00-04:00, 1, business, 2024-08-06T00:00-04:00",
    // Thursday 15 August is a holiday, Saturday the 17th is open all the same.
    "America/Santo_Domingo, 2024-08-14T12:00-04:00, 2, business, 2024-08-18T00:00-04:00",
    // The day on which Bulgaria puts the clock forward has 23 hours, the other one 25.
    "Europe/Sofia, 2024-03-30T12:00+02:00, 1, calendar, 2024-04-01T00:00+03:00",
    "Europe/Sofia, 2024-10-26T12:00+03:00, 1, calendar, 2024-10-28T00:00+02:00",
    // In Beirut midnight itself is left out on 31 March.
    "Asia/Beirut, 2024-03-29T12:00+02:00, 1, calendar, 2024-03-31T01:00+03:00",
    // A year that has a 29th of February.
    "Europe/Sofia, 2024-02-28T12:00+02:00, 2, calendar, 2024-03-02T00:00+02:00",
  })
  void endsTermsAsTheCalendarHasThem(
      String zone, String from, int days, String count, String expected) throws MalformedException {
    Calendar calendar = calendar(zone, "closed,2024-08-15\nopen,2024-08-17\n");
    assertThat(calendar.end(ZonedDateTime.parse(from).toInstant(), days, count.equals("business")))
        .isEqualTo(ZonedDateTime.parse(expected).toInstant());
  }

  @Test
  void longerTermsEndLaterAndBusinessDaysNeverSooner() throws MalformedException {
    var random = new Random(33);
    Calendar calendar = calendar("America/Santiago", "closed,2024-09-18\nclosed,2024-09-19\n");
    for (int i = 0; i < 400; i++) {
      Instant from = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(60_000_000));
      int days = random.nextInt(40);
      for (boolean business : new boolean[] {false, true}) {
        Instant end = calendar.end(from, days, business);
        assertThat(end).isAfter(from).isBefore(calendar.end(from, days + 1, business));
        LocalDate last = end.minusSeconds(1).atZone(calendar.zone()).toLocalDate();
        LocalDate first = from.atZone(calendar.zone()).toLocalDate();
        long counted =
            first
                .plusDays(1)
                .datesUntil(last.plusDays(1))
                .filter(day -> !business || calendar.isOpen(day))
                .count();
        assertThat(counted).isEqualTo(days);
        assertThat(!business || days == 0 || calendar.isOpen(last)).isTrue();
      }
      assertThat(calendar.end(from, days, true)).isAfterOrEqualTo(calendar.end(from, days, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone,UTC\\n| line 1: the header is not what,value",
        "what,value\\n| no zone; add a row such as zone,America/Santo_Domingo",
        "what,value\\nzone,Nowhere/At\\n| line 2: not zone, closed or open",
        "what,value\\nzone,UTC\\nzone,UTC\\n| line 3: not zone, closed or open",
        "what,value\\nzone,UTC\\nclosed,someday\\n| line 3: not zone, closed or open",
        "what,value\\nzone,UTC\\nclosed,2024-02-30\\n| line 3: not zone, closed or open",
        "what,value\\nzone,UTC\\nclosed,2024-02-01\\nopen,2024-02-01\\n| line 4: not zone",
        "what,value\\nzone,UTC\\nclosed\\n| line 3: 1 fields instead of 2",
        "what,value\\nzone,UTC\\nopen,monday\\n| line 3: not zone, closed or open",
      })
  void refusesCalendarsAndNamesTheLine(String text, String message) {
    assertThatThrownBy(() -> Calendar.parse(text.replace("\\n", "\n")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAWeekWithoutACourtDay() {
    String all =
        "what,value\nzone,UTC\nclosed,monday\nclosed,tuesday\nclosed,wednesday\n"
            + "closed,thursday\nclosed,friday\n"
            + WEEKENDS;
    assertThatThrownBy(() -> Calendar.parse(all)).hasMessage("every day of the week is closed");
  }

  @Test
  void readsTermsOnceForEachEvent() throws MalformedException {
    Terms terms = Terms.parse("event,days,count\nruling,3,business\nanswer,0,calendar\n");
    assertThat(terms.all())
        .containsEntry(Terms.Event.RULING, new Terms.Term(3, true))
        .containsEntry(Terms.Event.ANSWER, new Terms.Term(0, false))
        .hasSize(2);
    for (String row :
        new String[] {
          "ruling,-1,business",
          "ruling,1001,calendar",
          "ruling,3,working",
          "appeal,3,business",
          "ruling,3,business\nruling,3,business",
          "ruling,03,business",
        }) {
      assertThatThrownBy(() -> Terms.parse("event,days,count\n" + row + "\n"))
          .hasMessageContaining("not challenge, answer or ruling, once");
    }
  }
}
