package org.cotejo.station.entry;

/// What came of an event.
public sealed interface Outcome {
  /// It took place.
  record Done(Entry entry) implements Outcome {}

  /// It did not, and nothing has changed.
  ///
  /// @param detail one sentence for the person at the desk
  record Refused(Code code, String detail) implements Outcome {}

  /// Why an event does not take place. Codes are stable.
  enum Code {
    /// It has no place at this stage.
    E101,
    /// The second entry is by the person who made the first.
    E102,
    /// Both entries are exports; one of them is made by hand.
    E103,
    /// The field does not differ, or is settled.
    E104,
    /// A field that a sheet must have is empty.
    E105,
    /// Other rules are broken than those that were confirmed.
    E106,
    /// The two entries are of different ballots.
    E107
  }
}
