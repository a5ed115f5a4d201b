package org.cotejo.sheet;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;

/// Reads the texts of the codes that were found on a sheet. What a code carries is said; what it is
/// worth is for others to judge.
public final class SheetReader {
  private final Optional<KnownElection> known;
  private final Map<TallySubject, TallyFigures> printed;
  private final Log log;

  /// A log that is asked what it has of a record.
  public interface Log {
    /// No log is asked.
    Log NONE = statement -> Optional.empty();

    /// @throws UncheckedIOException if it cannot be asked
    Optional<ReadCode.Logged> find(Sign1 statement);
  }

  /// @param known the election whose sheets are read, if it is known
  /// @param printed figures that somebody read off the paper, to compare with those signed
  public SheetReader(Optional<KnownElection> known, Map<TallySubject, TallyFigures> printed) {
    this(known, printed, Log.NONE);
  }

  /// @param log is asked about every record
  public SheetReader(
      Optional<KnownElection> known, Map<TallySubject, TallyFigures> printed, Log log) {
    this.known = known;
    this.printed = Map.copyOf(printed);
    this.log = log;
  }

  /// What the codes of one sheet say.
  ///
  /// @param codes one for each set of figures
  /// @param unread why some codes say nothing, one line each
  public record Result(List<ReadCode> codes, List<String> unread) {
    public Result {
      codes = List.copyOf(codes);
      unread = List.copyOf(unread);
    }

    /// A sheet of which nothing was read.
    public static Result nothing(String why) {
      return new Result(List.of(), List.of(why));
    }

    /// Whether a signature does not verify, the paper says something else than was signed, or the
    /// log has other figures.
    public boolean contradicts() {
      return codes.stream()
          .anyMatch(code ->
              code.signature() instanceof Signature.DoesNotVerify
                  || !code.differences().isEmpty()
                  || code.logged().filter(ReadCode.Logged::isOther).isPresent());
    }

    /// Whether the log, where one was asked, has something of each record.
    public boolean isLogged() {
      return codes.stream()
          .allMatch(code -> code.logged().filter(logged -> logged.index() < 0).isEmpty());
    }

    /// Whether there were codes and all of them say something.
    public boolean isRead() {
      return !codes.isEmpty() && unread.isEmpty();
    }

    /// Whether no key was missing to check a signature with.
    public boolean isChecked() {
      return codes.stream()
          .noneMatch(code -> code.signature() instanceof Signature.KeyNotAvailable);
    }
  }

  /// The statements that codes of ours carry, of whatever kind; what is not whole is left out.
  /// Nothing else is asked of them: the log does.
  ///
  /// @param texts of all codes on one sheet, in any order
  public static List<Sign1> statements(Collection<String> texts) {
    var statements = new ArrayList<Sign1>();
    var parts = new CodeParts();
    for (String text : texts) {
      try {
        if (CodeText.isOurs(text)) {
          parts.add(CodeText.parse(text));
        }
      } catch (MalformedException another) {
        // It says nothing; others on the sheet may.
      }
    }
    for (CodeParts.Joined joined : parts.joined()) {
      if (joined instanceof CodeParts.Joined.Complete(CodeText whole)) {
        try {
          statements.add(Sign1.decode(CodeText.join(List.of(whole))));
        } catch (MalformedException another) {
          // It carries something else.
        }
      }
    }
    return statements;
  }

  /// @param texts of all codes on one sheet, in any order
  public Result read(Collection<String> texts) {
    var codes = new ArrayList<ReadCode>();
    var unread = new ArrayList<String>();
    var parts = new CodeParts();
    var bulletin = new ArrayList<BrazilianCode.Part>();
    for (String text : texts) {
      if (CodeText.isOurs(text)) {
        try {
          parts.add(CodeText.parse(text));
        } catch (MalformedException e) {
          unread.add(String.valueOf(e.getMessage()));
        }
        continue;
      }
      BrazilianCode.parse(text).ifPresent(bulletin::add);
      VenezuelanCode.read(text).ifPresent(codes::add);
    }
    if (!bulletin.isEmpty()) {
      codes.add(BrazilianCode.read(bulletin));
    }
    for (CodeParts.Joined joined : parts.joined()) {
      switch (joined) {
        case CodeParts.Joined.Complete(CodeText whole) -> statement(whole, codes, unread);
        case CodeParts.Joined.Incomplete(int of, List<Integer> missing) ->
            unread.add("of %d parts these were not found: %s".formatted(of, missing));
        case CodeParts.Joined.Contradictory(String reason) -> unread.add(reason);
      }
    }
    return codes.isEmpty() && unread.isEmpty()
        ? Result.nothing("no code was found that is read here")
        : new Result(codes, unread);
  }

  private void statement(CodeText whole, List<ReadCode> codes, List<String> unread) {
    try {
      Sign1 statement = Sign1.decode(CodeText.join(List.of(whole)));
      if (!(Statement.decode(statement) instanceof TallyRecord tally)) {
        unread.add("the statement is of type %s, not a tally record".formatted(statement.type()));
        return;
      }
      codes.add(record(statement, tally));
    } catch (MalformedException e) {
      unread.add(String.valueOf(e.getMessage()));
    }
  }

  private ReadCode record(Sign1 statement, TallyRecord tally) {
    var remarks = new ArrayList<String>();
    var differences = new ArrayList<String>();
    Map<String, Long> signed =
        FigureFields.of(tally.figures(), Integer::toString, i -> Integer.toString(i + 1));
    Signature signature =
        new Signature.KeyNotAvailable("without the election package there are no keys");
    if (known.isPresent()) {
      try {
        TallySheet sheet = TallySheet.of(statement, known.get().election());
        signature = known.get().judge(sheet);
        signed = fields(sheet, tally.figures());
        for (Arithmetic.Breach breach : sheet.breaches()) {
          remarks.add(
              "%s: %s, %d / %d"
                  .formatted(
                      breach.rule(), breach.rule().meaning(), breach.found(), breach.expected()));
        }
        TallyFigures paper = printed.get(tally.about());
        if (paper != null) {
          differences.addAll(FigureFields.differences(signed, fields(sheet, paper)));
        }
      } catch (MalformedException misfit) {
        signature = new Signature.DoesNotVerify(String.valueOf(misfit.getMessage()));
      }
    }
    return new ReadCode(
        ReadCode.Format.COTEJO,
        tally.subject(),
        CodeText.leaf(statement.bytes()).hex(),
        signed.entrySet().stream()
            .map(field -> new ReadCode.Field(field.getKey(), field.getValue().toString()))
            .toList(),
        signature,
        differences,
        log.find(statement),
        remarks);
  }

  private static Map<String, Long> fields(TallySheet sheet, TallyFigures figures) {
    return FigureFields.of(
        figures, sheet.election().channels()::get, position -> sheet.ballot().get(position).code());
  }
}
