package org.cotejo.station.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.TallyFigures;

/// A sheet that somebody is filling in: what was answered so far, and what can be said of it
/// already. A value; nothing of it is kept anywhere.
///
/// @param answers of the fields that were answered; empty where nothing is written
public record Draft(BlankSheet sheet, SortedMap<Field, OptionalLong> answers) {
  public Draft {
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
  }

  /// A sheet on which nothing is written.
  public static Draft of(BlankSheet sheet) {
    return new Draft(sheet, Collections.emptySortedMap());
  }

  /// The same with one more answer, or another one.
  public Draft with(Field field, OptionalLong answer) {
    var more = new TreeMap<>(answers);
    more.put(field, answer);
    return new Draft(sheet, more);
  }

  /// What was answered; empty if nothing was, or if nothing is written there.
  public OptionalLong answer(Field field) {
    return answers.getOrDefault(field, OptionalLong.empty());
  }

  /// The fields that are to be filled in: of a channel without ballots cast none but these.
  public List<Field> fields() {
    return sheet.fields().stream()
        .filter(field -> !isUnused(field.channel()) || isFirstOfChannel(field))
        .toList();
  }

  private static boolean isFirstOfChannel(Field field) {
    return field.name().equals("ballotsCast");
  }

  private boolean isUnused(int channel) {
    OptionalLong cast = answers.get(new Field(Math.max(0, channel), "ballotsCast", -1));
    return channel >= 0 && cast != null && cast.isEmpty();
  }

  /// Whether a number has to stand there. Of several channels, one that was not used is left empty
  /// at its first field.
  public boolean isRequired(Field field) {
    boolean mayBeUnused = isFirstOfChannel(field) && usedBut(field.channel()) > 0;
    return sheet.isRequired(field) && !mayBeUnused;
  }

  private long usedBut(int channel) {
    return channels().filter(other -> other != channel && !isUnused(other)).count();
  }

  private IntStream channels() {
    return IntStream.range(0, sheet.channels().size());
  }

  /// The first field that lacks its number.
  public Optional<Field> missing() {
    return fields().stream()
        .filter(field -> isRequired(field) && answer(field).isEmpty())
        .findFirst();
  }

  /// The figures that it shows.
  ///
  /// @throws MalformedException if a required field is empty; names it
  public TallyFigures figures() throws MalformedException {
    return form(field -> answer(field).isPresent()).figures();
  }

  private Form form(Predicate<Field> isShown) {
    var values = new TreeMap<Field, Long>();
    fields().stream()
        .filter(field -> !isUnused(field.channel()) && isShown.test(field))
        .forEach(field -> values.put(field, answer(field).orElse(0)));
    return new Form(values);
  }

  /// The rules that are broken whatever is still to be answered: those of which all fields are.
  public List<Arithmetic.Breach> breaches() {
    if (channels().allMatch(this::isUnused)) {
      return List.of();
    }
    TallyFigures figures;
    try {
      // What is still open counts as nothing; rules that depend on it are left out.
      figures = form(field -> sheet.isRequired(field) || answer(field).isPresent()).figures();
    } catch (MalformedException e) {
      throw new IllegalStateException("every required field has a number", e);
    }
    return sheet.rules().check(figures).stream()
        .filter(breach -> inputs(breach).allMatch(this::isAnswered))
        .toList();
  }

  private boolean isAnswered(Field field) {
    return isUnused(field.channel()) || answers.containsKey(field);
  }

  private Stream<Field> inputs(Arithmetic.Breach breach) {
    int channel = breach.channel();
    return switch (breach.rule()) {
      case R101 -> ofSheet("registeredVoters", "votersAdded", "votersAdmitted");
      case R102 ->
          Stream.concat(
              ofSheet("ballotsReceived", "ballotsUnused", "ballotsSpoiled"),
              Stream.of(new Field(0, "ballotsCast", -1)));
      case R103 -> boxOf(channel);
      case R104, R105 -> Stream.concat(ofChannel(channel, "validVotes"), votes(channel));
      case R106 -> Stream.concat(ofSheet("registeredVoters", "votersAdded"), all("ballotsCast"));
      case R201, R202, R205 -> Stream.concat(ofSheet("votersAdmitted"), all("ballotsCast"));
      case R203 -> all("ballotsCast", "blankVotes");
      case R204 -> all("ballotsCast", "invalidVotes");
      case R206 -> ofSheet("registeredVoters");
    };
  }

  private static Stream<Field> ofSheet(String... names) {
    return Stream.of(names).map(Field::ofSheet);
  }

  private static Stream<Field> ofChannel(int channel, String... names) {
    return Stream.of(names).map(name -> new Field(channel, name, -1));
  }

  private Stream<Field> boxOf(int channel) {
    var box = new ArrayList<>(Field.CHANNEL.stream().map(n -> new Field(channel, n, -1)).toList());
    if (sheet.isNoneOfTheseApart()) {
      box.add(new Field(channel, Field.VOTES, sheet.noneOfThese()));
    }
    return box.stream();
  }

  private Stream<Field> votes(int channel) {
    return IntStream.range(0, sheet.ballot().size())
        .mapToObj(place -> new Field(channel, Field.VOTES, place));
  }

  private Stream<Field> all(String... names) {
    return channels().boxed().flatMap(channel -> ofChannel(channel, names));
  }
}
