package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cotejo.cose.MalformedException;

/// The codes found on one sheet or in several photographs of it, in whatever order and however
/// often, sorted by the statement they were cut from.
public final class CodeParts {
  /// Different codes that are kept, far more than the photographs of one sheet show.
  static final int MAX_CODES = 10_000;

  private final List<Set<CodeText>> statements = new ArrayList<>();
  private int codes;

  /// What the codes of one statement came to.
  public sealed interface Joined {

    /// All parts are there and add up.
    ///
    /// @param whole the statement as one code
    record Complete(CodeText whole) implements Joined {}

    /// Some parts were not found.
    ///
    /// @param missing their numbers
    record Incomplete(int of, List<Integer> missing) implements Joined {
      public Incomplete {
        missing = List.copyOf(missing);
      }
    }

    /// All parts are there, or more than one for a number, and they are not one statement.
    record Contradictory(String reason) implements Joined {}
  }

  /// Adds a code; one that was added before changes nothing.
  ///
  /// @throws MalformedException if there are more than any sheet has
  public void add(CodeText code) throws MalformedException {
    for (Set<CodeText> statement : statements) {
      if (statement.iterator().next().isBeside(code)) {
        count(statement.add(code));
        return;
      }
    }
    count(true);
    statements.add(new LinkedHashSet<>(Set.of(code)));
  }

  private void count(boolean isNew) throws MalformedException {
    codes += isNew ? 1 : 0;
    if (codes > MAX_CODES) {
      throw new MalformedException("there are more than %d different codes".formatted(MAX_CODES));
    }
  }

  /// What there is so far, statements in the order in which their first code was added.
  public List<Joined> joined() {
    return statements.stream().map(CodeParts::join).toList();
  }

  /// Whether something was found and nothing is missing.
  public boolean isComplete() {
    return !statements.isEmpty()
        && joined().stream().allMatch(statement -> statement instanceof Joined.Complete);
  }

  private static Joined join(Set<CodeText> codes) {
    int of = codes.iterator().next().of();
    var missing = new ArrayList<Integer>();
    for (int number = 1; number <= of; number++) {
      int wanted = number;
      if (codes.stream().noneMatch(code -> code.number() == wanted)) {
        missing.add(number);
      }
    }
    if (!missing.isEmpty()) {
      return new Joined.Incomplete(of, missing);
    }
    if (codes.size() > of) {
      return new Joined.Contradictory("a part was found with different contents");
    }
    try {
      return new Joined.Complete(
          CodeText.cut(codes.iterator().next().prefix(), CodeText.join(List.copyOf(codes)), 1)
              .getFirst());
    } catch (MalformedException e) {
      return new Joined.Contradictory(String.valueOf(e.getMessage()));
    }
  }
}
