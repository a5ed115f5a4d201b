package org.cotejo.audit.openness;

import static org.cotejo.audit.openness.Assessment.Outcome.MET;
import static org.cotejo.audit.openness.Assessment.Outcome.NOT_DECIDED;
import static org.cotejo.audit.openness.Assessment.Outcome.NOT_MET;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotejo.publication.Publication;

/// Holds an offer against each [Criterion].
public final class Openness {
  /// Evidence of one kind that is shown; more of the same says no more.
  private static final int SHOWN = 3;

  /// Tables that are looked into.
  private static final int TABLES = 24;

  private static final Pattern LICENSE =
      Pattern.compile(
          "CC0|creativecommons\\.org|opendatacommons\\.org|\\bODbL\\b|\\bPDDL\\b|CC-BY|CC BY"
              + "|public domain|dominio p.blico|rel=[\"']license");
  private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-fA-F]{64}\\b");
  private static final Pattern CONTENT_NAME = Pattern.compile("[0-9a-f]{40,128}");
  private static final Pattern ZONED =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})");

  private final Offer offer;
  private final Optional<CotejoLayout> own;
  private final List<Table> tables;

  private Openness(Offer offer) {
    this.offer = offer;
    this.own = CotejoLayout.of(offer);
    this.tables =
        offer.files().stream()
            .filter(file -> own.isEmpty() || !isOfLayout(file.path()))
            .flatMap(file -> Table.of(file).stream())
            .limit(TABLES)
            .toList();
  }

  /// One assessment for each criterion, in their order.
  public static List<Assessment> of(Offer offer) {
    var openness = new Openness(offer);
    return Stream.of(Criterion.values()).map(openness::assess).toList();
  }

  /// Files of our own publication that are no results.
  private static boolean isOfLayout(String path) {
    return !path.startsWith(Publication.TOTALS) || path.endsWith(".json");
  }

  private Assessment assess(Criterion criterion) {
    return switch (criterion) {
      case TIMELY -> ask(criterion, times());
      case GRANULAR -> found(criterion, stationRows(), NOT_MET, "no-stations");
      case FREE -> free(criterion);
      case COMPLETE -> complete(criterion);
      case ANALYZABLE -> found(criterion, readable(), NOT_MET, "no-table");
      case NON_PROPRIETARY -> formats(criterion);
      case NON_DISCRIMINATORY -> access(criterion);
      case LICENSE_FREE -> found(criterion, licenses(), NOT_MET, "no-license");
      case PERMANENT -> permanent(criterion);
      case COUNTS -> counts(criterion);
      case LEVELS -> levels(criterion);
      case MISSING_LISTED -> found(criterion, missing(), NOT_DECIDED, "no-states");
      case COMPARABLE -> comparable(criterion);
      case COPIES -> ask(criterion, scans());
      case CHANGES -> found(criterion, changes(), NOT_DECIDED, "no-versions");
      case DIGESTS -> found(criterion, digests(), NOT_MET, "no-digests");
      case TIMES -> found(criterion, times(), NOT_MET, "no-times");
      case ENCODING -> encoding(criterion);
    };
  }

  private static Assessment ask(Criterion criterion, List<Observation> evidence) {
    return new Assessment(criterion, NOT_DECIDED, few(evidence));
  }

  /// Met if there is evidence; else what its absence means here.
  private Assessment found(
      Criterion criterion, List<Observation> evidence, Assessment.Outcome absent, String code) {
    return evidence.isEmpty()
        ? new Assessment(criterion, absent, List.of(looked(code)))
        : new Assessment(criterion, MET, few(evidence));
  }

  private Observation looked(String code) {
    return Observation.of(offer.source(), code, offer.files().size());
  }

  private static List<Observation> few(List<Observation> evidence) {
    return evidence.subList(0, Math.min(SHOWN, evidence.size()));
  }

  private List<Observation> times() {
    var times = new ArrayList<Observation>();
    own.ifPresent(layout ->
        times.add(
            Observation.of(
                "latest.json", "as-of", layout.bulletin(), Instant.ofEpochSecond(layout.asOf()))));
    for (OfferedFile file : offer.files()) {
      file.header("Last-Modified")
          .ifPresent(time -> times.add(Observation.of(file.path(), "last-modified", time)));
      if (file.kind() == OfferedFile.Kind.OPEN) {
        var zoned = ZONED.matcher(file.text().orElse(""));
        if (zoned.find()) {
          times.add(Observation.of(file.path(), "time", zoned.group()));
        }
      }
    }
    return times;
  }

  private List<Observation> stationRows() {
    var rows = new ArrayList<Observation>();
    own.ifPresent(layout ->
        rows.add(Observation.of(layout.index(), "own-rows", layout.stations(), layout.contests())));
    for (Table table : tables) {
      table
          .stations()
          .filter(column -> !table.counts().isEmpty())
          .ifPresent(column ->
              rows.add(
                  Observation.of(
                      table.file().path(), "station-column", column, table.different(column))));
    }
    return rows;
  }

  private Assessment free(Criterion criterion) {
    if (!offer.isWeb()) {
      return ask(criterion, List.of(looked("not-web")));
    }
    return offer.refusals().isEmpty()
        ? new Assessment(criterion, MET, List.of(looked("answered")))
        : new Assessment(criterion, refusedOutcome(), few(offer.refusals()));
  }

  /// An answer that asks for a login or for money decides; other failures may pass.
  private Assessment.Outcome refusedOutcome() {
    return offer.refusals().stream().anyMatch(Openness::isBarred) ? NOT_MET : NOT_DECIDED;
  }

  private static boolean isBarred(Observation refusal) {
    return refusal.code().equals("status")
        && List.of("401", "402", "403", "407", "451").contains(refusal.values().getFirst());
  }

  /// That a table can be taken whole is seen; that no station lacks in it, only in our own layout.
  private Assessment complete(Criterion criterion) {
    if (own.isPresent()) {
      CotejoLayout layout = own.get();
      return new Assessment(
          criterion,
          MET,
          List.of(
              Observation.of(
                  layout.index(), "own-complete", layout.stations(), layout.inTotals())));
    }
    List<Observation> rows = stationRows();
    return rows.isEmpty()
        ? new Assessment(criterion, NOT_MET, List.of(looked("no-bulk")))
        : ask(criterion, rows);
  }

  private List<Observation> readable() {
    return tables.stream()
        .filter(table -> !table.counts().isEmpty())
        .map(table ->
            Observation.of(table.file().path(), "counts", table.rows(), table.counts().size()))
        .toList();
  }

  private Assessment formats(Criterion criterion) {
    List<Observation> open = kinds(OfferedFile.Kind.OPEN, "open-format");
    if (!open.isEmpty()) {
      return new Assessment(criterion, MET, few(open));
    }
    List<Observation> closed = kinds(OfferedFile.Kind.CLOSED, "closed-format");
    return closed.isEmpty()
        ? new Assessment(criterion, NOT_DECIDED, List.of(looked("no-data")))
        : new Assessment(criterion, NOT_MET, few(closed));
  }

  private List<Observation> kinds(OfferedFile.Kind kind, String code) {
    return offer.files().stream()
        .filter(file -> file.kind() == kind)
        .map(file -> Observation.of(file.path(), code, file.type()))
        .toList();
  }

  private Assessment access(Criterion criterion) {
    if (!offer.isWeb()) {
      return ask(criterion, List.of(looked("not-web")));
    }
    List<Observation> data =
        offer.files().stream()
            .filter(file -> file.kind() == OfferedFile.Kind.OPEN)
            .map(file ->
                file.header("Access-Control-Allow-Origin").isPresent()
                    ? Observation.of(file.path(), "any-origin")
                    : Observation.of(file.path(), "own-origin"))
            .toList();
    if (offer.refusals().stream().anyMatch(Openness::isBarred)) {
      return new Assessment(criterion, NOT_MET, few(offer.refusals()));
    }
    List<Observation> closed =
        data.stream().filter(evidence -> evidence.code().equals("own-origin")).toList();
    return data.isEmpty()
        ? ask(criterion, List.of(looked("no-data")))
        : closed.isEmpty()
            ? new Assessment(criterion, MET, few(data))
            : ask(criterion, few(closed));
  }

  private List<Observation> licenses() {
    var licenses = new ArrayList<Observation>();
    for (OfferedFile file : offer.files()) {
      String name = file.name().toUpperCase(Locale.ROOT);
      String text = file.text().orElse("");
      var named = LICENSE.matcher(text);
      boolean isText =
          file.kind() == OfferedFile.Kind.PAGE
              || file.name().equals("datapackage.json")
              || name.startsWith("LICEN")
              || name.startsWith("README");
      if (isText && named.find()) {
        licenses.add(Observation.of(file.path(), "license", named.group()));
      }
    }
    own.flatMap(layout -> offer.file(CotejoLayout.ELECTION))
        .flatMap(OfferedFile::text)
        .flatMap(CotejoLayout::licence)
        .ifPresent(named -> licenses.add(Observation.of(CotejoLayout.ELECTION, "license", named)));
    return licenses;
  }

  private Assessment permanent(Criterion criterion) {
    List<Observation> named =
        offer.files().stream()
            .filter(file -> CONTENT_NAME.matcher(file.name()).find())
            .map(file -> Observation.of(file.path(), "content-name"))
            .toList();
    // That a name never means other bytes is seen; that somebody keeps them is not.
    return ask(criterion, named);
  }

  private Assessment counts(Criterion criterion) {
    List<Observation> counts = readable();
    if (!counts.isEmpty()) {
      return new Assessment(criterion, MET, few(counts));
    }
    List<Observation> shares =
        tables.stream()
            .filter(table -> !table.percentages().isEmpty())
            .map(table ->
                Observation.of(table.file().path(), "percentages", table.percentages().getFirst()))
            .toList();
    return shares.isEmpty()
        ? ask(criterion, List.of(looked("no-table")))
        : new Assessment(criterion, NOT_MET, few(shares));
  }

  private Assessment levels(Criterion criterion) {
    var levels = new ArrayList<Observation>();
    for (Table table : tables) {
      table
          .areas()
          .filter(_ -> table.stations().isPresent())
          .ifPresent(column ->
              levels.add(
                  Observation.of(
                      table.file().path(), "area-column", column, table.different(column))));
    }
    own.ifPresent(layout -> levels.add(Observation.of(layout.index(), "own-levels")));
    return stationRows().isEmpty()
        ? new Assessment(criterion, NOT_MET, List.of(looked("no-stations")))
        : levels.isEmpty()
            ? ask(criterion, stationRows())
            : new Assessment(criterion, MET, few(levels));
  }

  private List<Observation> missing() {
    var missing = new ArrayList<Observation>();
    own.ifPresent(layout ->
        missing.add(
            Observation.of(
                layout.index(),
                "own-missing",
                layout.stations() - layout.inTotals(),
                layout.stations())));
    for (Table table : tables) {
      if (table.stations().isPresent()) {
        table
            .states()
            .ifPresent(column ->
                missing.add(
                    Observation.of(
                        table.file().path(), "state-column", column, table.different(column))));
      }
    }
    return missing;
  }

  private Assessment comparable(Criterion criterion) {
    List<Observation> rows = stationRows();
    if (rows.isEmpty()) {
      return new Assessment(criterion, NOT_MET, List.of(looked("no-stations")));
    }
    Optional<OfferedFile> checkpoint = own.flatMap(layout -> offer.file("checkpoint"));
    return checkpoint.isPresent()
        ? new Assessment(
            criterion, MET, List.of(Observation.of("checkpoint", "log", size(checkpoint.get()))))
        : new Assessment(criterion, NOT_DECIDED, few(rows));
  }

  /// The second line of a checkpoint is how many entries the log has.
  private static String size(OfferedFile checkpoint) {
    return checkpoint.text().orElse("").lines().skip(1).findFirst().orElse("");
  }

  private List<Observation> scans() {
    return kinds(OfferedFile.Kind.FOR_EYES, "for-eyes");
  }

  private List<Observation> changes() {
    String first = CotejoLayout.FIRST_BULLETIN;
    return own.filter(layout -> offer.file(first).isPresent())
        .map(layout -> List.of(Observation.of(first, "own-bulletins", layout.bulletin())))
        .orElse(List.of());
  }

  private List<Observation> digests() {
    var digests = new ArrayList<Observation>();
    own.filter(CotejoLayout::complete)
        .ifPresent(layout -> digests.add(Observation.of(layout.index(), "own-digest")));
    for (OfferedFile file : offer.files()) {
      String text = file.kind() == OfferedFile.Kind.PAGE ? "" : file.text().orElse("");
      boolean isSignature = List.of("asc", "sig", "p7s", "sha256").contains(file.type());
      if (isSignature || DIGEST.matcher(text).results().limit(2).count() > 0) {
        digests.add(Observation.of(file.path(), "digests"));
      }
    }
    return digests;
  }

  private Assessment encoding(Criterion criterion) {
    List<OfferedFile> texts =
        offer.files().stream()
            .filter(file -> List.of("csv", "tsv", "json", "jsonl", "xml").contains(file.type()))
            .toList();
    List<Observation> other =
        texts.stream()
            .filter(file -> file.text().isEmpty())
            .map(file -> Observation.of(file.path(), "not-utf8"))
            .toList();
    return texts.isEmpty()
        ? ask(criterion, List.of(looked("no-data")))
        : other.isEmpty()
            ? new Assessment(criterion, MET, List.of(looked("utf8")))
            : new Assessment(criterion, NOT_MET, few(other));
  }
}
