package org.cotejo.model;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

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

  /// Longest row, in characters: four channels with every count of the longest ballot need less.
  private static final int MAX_ROW = 64 * 1024;

  private FiguresFile() {}

  /// One station's figures for one contest.
  public record Reported(TallySubject about, TallyFigures figures) {}

  /// Reads the figures of an election's stations, each checked against the ballot of its station.
  ///
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if the file cannot be read
  public static List<Reported> read(Path file, ElectionPackage election)
      throws IOException, MalformedException {
    var reported = new ArrayList<Reported>();
    forEach(file, election, reported::add);
    return reported;
  }

  /// Gives the rows one by one, holding none. There are no more than the election has stations and
  /// contests, because a second row for the same ones is refused.
  ///
  /// @throws MalformedException naming the line that is wrong; rows before it have been given
  /// @throws IOException if the file cannot be read
  public static void forEach(Path file, ElectionPackage election, Consumer<Reported> each)
      throws IOException, MalformedException {
    List<String> columns = columns(election.channels());
    String name = String.valueOf(file.getFileName());
    var seen = new Seen(election);
    long line = 1;
    @Nullable CsvRecord last = null;
    try (CsvReader<CsvRecord> rows = rows(file)) {
      Iterator<CsvRecord> all = rows.iterator();
      last = all.hasNext() ? all.next() : null;
      if (last == null || !last.getFields().equals(columns)) {
        throw new MalformedException("the first line must be " + String.join(",", columns));
      }
      while (all.hasNext()) {
        CsvRecord row = all.next();
        last = row;
        line = row.getStartingLineNumber();
        Reported reported = row(row, election);
        seen.add(reported.about());
        each.accept(reported);
      }
    } catch (MalformedException e) {
      throw new MalformedException(name + ":" + line + ": " + e.getMessage());
    } catch (CsvParseException e) {
      long next = last == null ? 1 : CsvLines.after(last);
      throw new MalformedException(name + ":" + next + ": not CSV from here on");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new MalformedException(name + ":" + line + ": not UTF-8 from about here on");
      }
      throw new IOException(name + " cannot be read", e);
    }
  }

  private static CsvReader<CsvRecord> rows(Path file) throws IOException {
    var strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return CsvReader.builder()
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(false)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(
            CsvRecordHandler.of(limits -> limits.maxFieldSize(MAX_ROW).maxRecordSize(MAX_ROW)),
            new InputStreamReader(Files.newInputStream(file), strict));
  }

  /// Which stations and contests have had their row.
  private static final class Seen {
    private final ElectionPackage election;
    private final List<BitSet> byContest;

    Seen(ElectionPackage election) {
      this.election = election;
      this.byContest = election.contests().stream().map(contest -> new BitSet()).toList();
    }

    void add(TallySubject about) throws MalformedException {
      BitSet stations = byContest.get(election.contest(about.contest()).orElseThrow());
      int station = election.station(about.station()).orElseThrow();
      if (stations.get(station)) {
        throw new MalformedException(
            "contest %s at station %s is there already"
                .formatted(about.contest(), about.station()));
      }
      stations.set(station);
    }
  }

  private static List<String> columns(List<String> channels) {
    var columns = new ArrayList<>(BOX);
    columns.addAll(channels);
    return columns;
  }

  private static Reported row(CsvRecord row, ElectionPackage election) throws MalformedException {
    if (row.getFieldCount() != BOX.size() + election.channels().size()) {
      throw new MalformedException(
          row.getFieldCount() + " fields instead of " + (BOX.size() + election.channels().size()));
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
    if (parts.length < 5 || parts.length > 4 + FiguresCodec.MAX_SELECTIONS) {
      throw new MalformedException(
          name + " is not cast, blank, invalid, valid and votes: " + PackageErrors.quote(cell));
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
    if (!PackageTable.isCount(text)) {
      throw new MalformedException(column + " is not a count: " + PackageErrors.quote(text));
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
