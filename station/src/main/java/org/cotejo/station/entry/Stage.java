package org.cotejo.station.entry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the entry of one count stands. All steps there are stand here; the drawing in
/// `docs/entry.md` is made from them.
public enum Stage {
  /// Nothing is entered.
  EMPTY,
  /// Once, by hand or from a machine's export. Nobody is shown what.
  ENTERED_ONCE,
  /// Twice, and some fields differ: each is looked up on the paper again, and no other.
  DIFFERING,
  /// Agreed, and an arithmetic rule is broken: signed only if people say that the paper says so.
  HELD,
  /// Agreed, and to be signed.
  READY,
  /// Signed. What is wrong from here on is corrected by a corrigendum.
  SIGNED;

  private static final List<Step> STEPS =
      List.of(
          new Step(EMPTY, Event.Kind.ENTER, ENTERED_ONCE),
          new Step(ENTERED_ONCE, Event.Kind.ENTER, DIFFERING),
          new Step(ENTERED_ONCE, Event.Kind.ENTER, HELD),
          new Step(ENTERED_ONCE, Event.Kind.ENTER, READY),
          new Step(ENTERED_ONCE, Event.Kind.CLEAR, EMPTY),
          new Step(DIFFERING, Event.Kind.SETTLE, DIFFERING),
          new Step(DIFFERING, Event.Kind.SETTLE, HELD),
          new Step(DIFFERING, Event.Kind.SETTLE, READY),
          new Step(DIFFERING, Event.Kind.CLEAR, EMPTY),
          new Step(HELD, Event.Kind.CONFIRM, READY),
          new Step(HELD, Event.Kind.CLEAR, EMPTY),
          new Step(READY, Event.Kind.SIGN, SIGNED),
          new Step(READY, Event.Kind.CLEAR, EMPTY));

  /// One way from a stage to the next.
  record Step(Stage from, Event.Kind by, Stage to) {}

  /// Where this event may lead from here; nowhere if it has no place here.
  Set<Stage> after(Event.Kind event) {
    return STEPS.stream()
        .filter(step -> step.from() == this && step.by() == event)
        .map(Step::to)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The steps as a Mermaid state diagram.
  static String diagram() {
    Map<Stage, String> lines = new EnumMap<>(Stage.class);
    for (Step step : STEPS) {
      lines.merge(
          step.from(),
          "    %s --> %s: %s\n".formatted(step.from(), step.to(), step.by().word()),
          String::concat);
    }
    return "stateDiagram-v2\n    [*] --> EMPTY\n"
        + String.join("", lines.values())
        + "    SIGNED --> [*]\n";
  }
}
