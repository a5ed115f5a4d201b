package org.cotejo.station.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;

/// The figures of a sheet as a person sees them: fields with a number in them, or nothing.
///
/// @param values of the fields that are not empty
record Form(SortedMap<Field, Long> values) {
  Form {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Form of(TallyFigures figures) {
    var values = new TreeMap<Field, Long>();
    List<OptionalLong> sheet =
        List.of(
            OptionalLong.of(figures.registeredVoters()),
            figures.votersAdded(),
            OptionalLong.of(figures.votersAdmitted()),
            figures.ballotsReceived(),
            figures.ballotsUnused(),
            figures.ballotsSpoiled());
    for (int i = 0; i < sheet.size(); i++) {
      Field field = Field.ofSheet(Field.SHEET.get(i));
      sheet.get(i).ifPresent(value -> values.put(field, value));
    }
    for (ChannelCount count : figures.channels()) {
      int channel = count.channel();
      values.put(new Field(channel, "ballotsCast", -1), count.ballotsCast());
      values.put(new Field(channel, "blankVotes", -1), count.blankVotes());
      values.put(new Field(channel, "invalidVotes", -1), count.invalidVotes());
      values.put(new Field(channel, "validVotes", -1), count.validVotes());
      for (int i = 0; i < count.selections(); i++) {
        values.put(new Field(channel, Field.VOTES, i), count.vote(i));
      }
    }
    return new Form(values);
  }

  OptionalLong value(Field field) {
    Long value = values.get(field);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  Form with(Field field, OptionalLong value) {
    var changed = new TreeMap<>(values);
    value.ifPresentOrElse(number -> changed.put(field, number), () -> changed.remove(field));
    return new Form(changed);
  }

  /// The fields in which two forms differ.
  SortedSet<Field> differingFrom(Form other) {
    var fields = new TreeSet<>(values.keySet());
    fields.addAll(other.values.keySet());
    fields.removeIf(field -> value(field).equals(other.value(field)));
    return fields;
  }

  /// The figures that it shows.
  ///
  /// @throws MalformedException if a required field is empty; names it
  TallyFigures figures() throws MalformedException {
    var channels = new ArrayList<ChannelCount>();
    var used = new TreeSet<Integer>();
    values.keySet().stream().map(Field::channel).filter(of -> of >= 0).forEach(used::add);
    for (int channel : used) {
      channels.add(channel(channel));
    }
    try {
      return new TallyFigures(
          required(Field.ofSheet("registeredVoters")),
          value(Field.ofSheet("votersAdded")),
          required(Field.ofSheet("votersAdmitted")),
          value(Field.ofSheet("ballotsReceived")),
          value(Field.ofSheet("ballotsUnused")),
          value(Field.ofSheet("ballotsSpoiled")),
          channels);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private ChannelCount channel(int channel) throws MalformedException {
    int last =
        values.keySet().stream()
            .filter(field -> field.channel() == channel)
            .mapToInt(Field::selection)
            .max()
            .orElse(-1);
    long[] votes = new long[last + 1];
    for (int i = 0; i <= last; i++) {
      votes[i] = required(new Field(channel, Field.VOTES, i));
    }
    try {
      return new ChannelCount(
          channel,
          required(new Field(channel, "ballotsCast", -1)),
          required(new Field(channel, "blankVotes", -1)),
          required(new Field(channel, "invalidVotes", -1)),
          required(new Field(channel, "validVotes", -1)),
          votes);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private long required(Field field) throws MalformedException {
    return value(field).orElseThrow(() -> new MalformedException("field " + field + " is empty"));
  }
}
