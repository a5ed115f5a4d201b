package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;

/// The figures of a record one by one, by name, so that two of them are compared field by field.
final class FigureFields {
  private FigureFields() {}

  /// @param channels what a channel is called, by its index
  /// @param selections what a selection is called, by its place on the ballot
  static Map<String, Long> of(
      TallyFigures figures, IntFunction<String> channels, IntFunction<String> selections) {
    var fields = new LinkedHashMap<String, Long>();
    fields.put("registeredVoters", figures.registeredVoters());
    figures.votersAdded().ifPresent(count -> fields.put("votersAdded", count));
    fields.put("votersAdmitted", figures.votersAdmitted());
    figures.ballotsReceived().ifPresent(count -> fields.put("ballotsReceived", count));
    figures.ballotsUnused().ifPresent(count -> fields.put("ballotsUnused", count));
    figures.ballotsSpoiled().ifPresent(count -> fields.put("ballotsSpoiled", count));
    for (ChannelCount count : figures.channels()) {
      String channel = channels.apply(count.channel()) + ".";
      fields.put(channel + "ballotsCast", count.ballotsCast());
      fields.put(channel + "blankVotes", count.blankVotes());
      fields.put(channel + "invalidVotes", count.invalidVotes());
      fields.put(channel + "validVotes", count.validVotes());
      for (int i = 0; i < count.selections(); i++) {
        fields.put(channel + "votes." + selections.apply(i), count.vote(i));
      }
    }
    return fields;
  }

  /// @return one line for each field that is not the same in both
  static List<String> differences(Map<String, Long> signed, Map<String, Long> printed) {
    var names = new LinkedHashMap<String, Long>(signed);
    names.putAll(printed);
    var differences = new ArrayList<String>();
    for (String name : names.keySet()) {
      Long here = signed.get(name);
      Long there = printed.get(name);
      if (here == null || !here.equals(there)) {
        differences.add(
            "printed ≠ signed: %s is %s, signed is %s"
                .formatted(
                    name, there == null ? "absent" : there, here == null ? "nothing" : here));
      }
    }
    return differences;
  }
}
