package org.cotejo.station.entry;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.cotejo.cose.Hash;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.TallyFigures;

/// What people do to an entry.
public sealed interface Event {
  /// The kinds of what people do.
  enum Kind {
    ENTER("enter"),
    SETTLE("settle a field"),
    CONFIRM("confirm the paper"),
    CLEAR("clear"),
    SIGN("sign");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// Where figures come from.
  enum Source {
    HAND,
    EXPORT
  }

  /// Somebody enters all figures.
  ///
  /// @param clerk what the station calls this person; stays in the station
  record Enter(String clerk, Source source, TallyFigures figures) implements Event {
    public Enter {
      checkClerk(clerk);
    }
  }

  /// Somebody has looked one field up on the paper again.
  ///
  /// @param value empty if nothing is written there
  record Settle(String clerk, Field field, OptionalLong value) implements Event {
    public Settle {
      checkClerk(clerk);
    }
  }

  /// Somebody has looked again, and the paper says so although these rules are broken.
  record Confirm(String clerk, Set<ArithmeticRule> broken) implements Event {
    public Confirm {
      checkClerk(clerk);
      broken = Collections.unmodifiableSortedSet(new TreeSet<>(broken));
    }
  }

  /// Everything entered is thrown away.
  record Clear(String clerk) implements Event {
    public Clear {
      checkClerk(clerk);
    }
  }

  /// The figures were signed.
  ///
  /// @param leaf leaf hash of the statement
  record Sign(Hash leaf) implements Event {}

  /// @throws IllegalArgumentException if a clerk cannot be called so
  static void checkClerk(String clerk) {
    if (!clerk.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,23}")) {
      throw new IllegalArgumentException(
          "not a name for a clerk: '" + clerk + "'; 1 to 24 of A-Z a-z 0-9 . _ -");
    }
  }

  default Kind kind() {
    return switch (this) {
      case Enter _ -> Kind.ENTER;
      case Settle _ -> Kind.SETTLE;
      case Confirm _ -> Kind.CONFIRM;
      case Clear _ -> Kind.CLEAR;
      case Sign _ -> Kind.SIGN;
    };
  }
}
