package org.cotejo.station.entry;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// One field of a tally sheet.
///
/// @param channel of the election; -1 for the sheet as a whole
/// @param name of the figure, as in `docs/formats.md`; `votes` for a selection
/// @param selection place on the ballot, from 0; -1 for a figure of the box
public record Field(int channel, String name, int selection) implements Comparable<Field> {
  static final List<String> SHEET =
      List.of(
          "registeredVoters",
          "votersAdded",
          "votersAdmitted",
          "ballotsReceived",
          "ballotsUnused",
          "ballotsSpoiled");
  static final List<String> CHANNEL =
      List.of("ballotsCast", "blankVotes", "invalidVotes", "validVotes");
  static final String VOTES = "votes";

  private static final int MAX_CHANNELS = 4;
  private static final int MAX_SELECTIONS = 1000;
  private static final Pattern TEXT =
      Pattern.compile("(?:([0-3])\\.)?([a-zA-Z]{1,20})(?:\\.([0-9]{1,3}))?");

  private static final Comparator<Field> ORDER =
      Comparator.comparingInt(Field::channel)
          .thenComparingInt(Field::selection)
          .thenComparingInt(Field::place);

  public Field {
    boolean isOfSheet = channel == -1 && selection == -1 && SHEET.contains(name);
    boolean isOfChannel = channel >= 0 && selection == -1 && CHANNEL.contains(name);
    boolean isOfBallot = channel >= 0 && selection >= 0 && name.equals(VOTES);
    if (!(isOfSheet || isOfChannel || isOfBallot)
        || channel >= MAX_CHANNELS
        || selection >= MAX_SELECTIONS) {
      throw new IllegalArgumentException(
          "no sheet has a field " + channel + "." + name + "." + selection);
    }
  }

  static Field ofSheet(String name) {
    return new Field(-1, name, -1);
  }

  private int place() {
    return channel < 0 ? SHEET.indexOf(name) : CHANNEL.indexOf(name);
  }

  /// Reads what [#toString] writes.
  public static Field parse(String text) throws MalformedException {
    Matcher parts = TEXT.matcher(text);
    try {
      if (parts.matches()) {
        Field field = new Field(number(parts.group(1)), parts.group(2), number(parts.group(3)));
        if (field.toString().equals(text)) {
          return field;
        }
      }
      throw new MalformedException("no sheet has a field '" + text + "'");
    } catch (IllegalArgumentException e) {
      throw new MalformedException("no sheet has a field '" + text + "'");
    }
  }

  private static int number(@Nullable String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }

  @Override
  public int compareTo(Field other) {
    return ORDER.compare(this, other);
  }

  /// `votersAdmitted`, `0.ballotsCast`, `0.votes.12`.
  @Override
  public String toString() {
    return (channel < 0 ? "" : channel + ".") + name + (selection < 0 ? "" : "." + selection);
  }
}
