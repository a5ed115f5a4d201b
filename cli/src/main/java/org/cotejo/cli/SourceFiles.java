package org.cotejo.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.Fetched;
import org.cotejo.audit.Progress;
import org.cotejo.audit.Seen;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.audit.source.CdfSource;
import org.cotejo.audit.source.EmlSource;
import org.cotejo.audit.source.FiguresSource;
import org.cotejo.audit.source.LogSource;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.SheetsSource;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.StatementSource;
import org.cotejo.audit.source.TableSource;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.station.bundle.BundleReader;
import org.cotejo.station.bundle.Part;

/// Reads what people give as sources: publications, bundles, figures.csv, and tables with a
/// mapping.
final class SourceFiles {
  /// Bytes by which a file says what it is.
  private static final int START = 4096;

  private final ElectionPackage election;
  private final Optional<String> authority;

  /// @param authority the authority's keys, which only a publication needs
  SourceFiles(ElectionPackage election, Optional<String> authority) {
    this.election = election;
    this.authority = authority;
  }

  /// @param argument path or address
  List<Source> read(String argument) throws IOException, MalformedException {
    boolean isAddress = argument.startsWith("http://") || argument.startsWith("https://");
    if (isAddress || Files.isDirectory(Path.of(argument))) {
      return publication(argument, isAddress);
    }
    Path file = Path.of(argument);
    if (argument.endsWith(".mapping")) {
      Mapping mapping = Mapping.read(file);
      return List.of(
          TableSource.read(file, argument, mapping, election, mapping.name().orElse(name(file))));
    }
    byte[] start = InputFile.read(file, START);
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK")) {
      return List.of(bundle(file, argument));
    }
    if (text.startsWith("contest,station,registeredVoters,")) {
      return List.of(FiguresSource.read(file, argument, election, name(file)));
    }
    if (text.startsWith(SheetsSource.HEADER) || text.startsWith(SheetsSource.OBJECT)) {
      return List.of(SheetsSource.read(file, argument, election, name(file)));
    }
    boolean isXml = text.stripLeading().startsWith("<") || text.startsWith("ï»¿<");
    if (isXml && text.contains("<EML")) {
      return List.of(EmlSource.read(file, argument, election, name(file)));
    }
    if (text.contains("ElectionReport")) {
      return List.of(CdfSource.read(file, argument, isXml, election, name(file)));
    }
    throw new IOException(
        argument
            + ": neither a bundle, figures.csv, sheets that were read, an election report nor EML;"
            + " write a mapping for the table and give that (docs/reconciliation.md)");
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private Source bundle(Path file, String shown) throws IOException, MalformedException {
    var source = new StatementSource(election, name(file));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      BundleReader.read(
          in,
          part -> {
            if (part instanceof Part.Signed(var envelope)) {
              source.add(envelope);
            }
          });
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return source.finish(file, shown);
  }

  private List<Source> publication(String argument, boolean isAddress) throws IOException {
    if (authority.isEmpty()) {
      throw new IOException(
          argument + " is a publication: --authority is needed to verify it first");
    }
    var seen = new Seen(Optional.empty(), 0);
    var verifier =
        new Verifier(
            TrustedAuthority.keys(authority.get()), seen, InstantSource.system(), Progress.SILENT);
    Verdict verdict;
    if (isAddress) {
      try (var fetched = new Fetched(URI.create(argument), Progress.SILENT)) {
        verdict = fetched.verify(verifier);
      }
    } else {
      verdict = verifier.verify(Path.of(argument));
    }
    return switch (verdict) {
      case Verdict.Holds(var summary) -> {
        if (!isSame(summary.electionPackage(), election)) {
          throw new IOException(argument + ": its election package is not that of --package");
        }
        yield LogSource.of(summary.fold(), "log");
      }
      case Verdict.DoesNotHold(String place, String reason) ->
          throw new IOException("%s does not hold: %s: %s".formatted(argument, place, reason));
      case Verdict.CouldNotCheck(String reason) -> throw new IOException(reason);
    };
  }

  private static boolean isSame(ElectionPackage one, ElectionPackage other) {
    return one.files().entrySet().stream()
        .allMatch(file -> Arrays.equals(file.getValue(), other.files().get(file.getKey())));
  }
}
