package org.cotejo.model;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.MalformedException;

/// Figures that stations reported, before anybody signs them: one row per station and contest, box
/// figures in columns, then a column for each channel with `cast blank invalid valid` and the votes
/// in ballot order, separated by single spaces. An empty figure or channel was not reported.
public final class FiguresFile {
  private static final List<String> BOX =
      List.of(
          "contest",
          "station",
          "registeredVoters",
          "votersAdded",
          "votersAdmitted",
          "ballotsReceived",
          "ballotsUnused",
          "ballotsSpoiled");

  private FiguresFile() {}

  /// One station's figures for one contest.
  public record Reported(TallySubject about, TallyFigures figures) {}

  /// Reads the figures of an election's stations, each checked against the ballot of its station.
  ///
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static List<Reported> read(Path file, ElectionPackage election)
      throws IOException, MalformedException {
    List<String> columns = columns(election.channels());
    var reported = new ArrayList<Reported>();
    String name = String.valueOf(file.getFileName());
    long line = 1;
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder().commentStrategy(CommentStrategy.NONE).ofCsvRecord(file)) {
      boolean isHeader = true;
      for (CsvRecord row : rows) {
        line = row.getStartingLineNumber();
        if (isHeader) {
          if (!row.getFields().equals(columns)) {
            throw new MalformedException("the first line must be " + String.join(",", columns));
          }
          isHeader = false;
          continue;
        }
        reported.add(row(row, election));
      }
    } catch (MalformedException e) {
      throw new MalformedException("%s:%d: %s".formatted(name, line, e.getMessage()));
    } catch (CsvParseException e) {
      throw new MalformedException(
          "%s:%d: not CSV from here on: %s".formatted(name, line, e.getMessage()));
    } catch (UncheckedIOException e) {
      throw new IOException(name + " cannot be read", e);
    }
    return reported;
  }

  private static List<String> columns(List<String> channels) {
    var columns = new ArrayList<>(BOX);
    columns.addAll(channels);
    return columns;
  }

  private static Reported row(CsvRecord row, ElectionPackage election) throws MalformedException {
    if (row.getFieldCount() != BOX.size() + election.channels().size()) {
      throw new MalformedException("a field is missing or too many");
    }
    var about = new TallySubject(row.getField(0), row.getField(1));
    var channels = new ArrayList<ChannelCount>(2);
    for (int channel = 0; channel < election.channels().size(); channel++) {
      String cell = row.getField(BOX.size() + channel);
      if (!cell.isEmpty()) {
        channels.add(channel(channel, cell, election.channels().get(channel)));
      }
    }
    if (channels.isEmpty()) {
      throw new MalformedException("no channel has figures");
    }
    var figures =
        new TallyFigures(
            count(row.getField(2), BOX.get(2)),
            optional(row, 3),
            count(row.getField(4), BOX.get(4)),
            optional(row, 5),
            optional(row, 6),
            optional(row, 7),
            channels);
    var misfit = PackageFit.misfit(election, about, figures);
    if (misfit.isPresent()) {
      throw new MalformedException(misfit.get());
    }
    return new Reported(about, figures);
  }

  private static ChannelCount channel(int channel, String cell, String name)
      throws MalformedException {
    String[] parts = cell.split(" ", -1);
    if (parts.length < 5) {
      throw new MalformedException(name + " is not cast, blank, invalid, valid and votes");
    }
    var votes = new long[parts.length - 4];
    for (int i = 0; i < votes.length; i++) {
      votes[i] = count(parts[i + 4], name);
    }
    return new ChannelCount(
        channel,
        count(parts[0], name),
        count(parts[1], name),
        count(parts[2], name),
        count(parts[3], name),
        votes);
  }

  private static OptionalLong optional(CsvRecord row, int column) throws MalformedException {
    String text = row.getField(column);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(count(text, BOX.get(column)));
  }

  private static long count(String text, String column) throws MalformedException {
    boolean sound =
        !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!sound) {
      throw new MalformedException("%s is not a count: '%s'".formatted(column, text));
    }
    return Long.parseLong(text);
  }

  /// The bytes of a figures file.
  public static byte[] text(List<String> channels, List<Reported> reported) {
    var out = new StringBuilder(String.join(",", columns(channels))).append('\n');
    for (Reported station : reported) {
      TallyFigures figures = station.figures();
      out.append(station.about().contest()).append(',').append(station.about().station());
      out.append(',').append(figures.registeredVoters());
      optional(out, figures.votersAdded());
      out.append(',').append(figures.votersAdmitted());
      optional(out, figures.ballotsReceived());
      optional(out, figures.ballotsUnused());
      optional(out, figures.ballotsSpoiled());
      for (int channel = 0; channel < channels.size(); channel++) {
        out.append(',');
        for (ChannelCount count : figures.channels()) {
          if (count.channel() == channel) {
            channel(out, count);
          }
        }
      }
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void optional(StringBuilder out, OptionalLong figure) {
    out.append(',');
    figure.ifPresent(out::append);
  }

  private static void channel(StringBuilder out, ChannelCount count) {
    out.append(count.ballotsCast()).append(' ').append(count.blankVotes());
    out.append(' ').append(count.invalidVotes()).append(' ').append(count.validVotes());
    for (long votes : count.votes()) {
      out.append(' ').append(votes);
    }
  }
}
