package org.cotejo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Merkle;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;
import org.cotejo.station.bundle.BundleWriter;
import org.cotejo.station.bundle.Part;
import org.cotejo.station.delivery.ElectionLog;

/// Makes `examples/disputed`: an election of 200 stations that never was, and what several people
/// hold of it, with defects of every class at stations that are known.
final class DisputedElection {
  static final int STATIONS = 200;
  static final int AREAS = 5;
  private static final int LISTS = 3;

  /// Where something is planted, and as what it is to be found.
  static final SortedMap<Integer, String> PLANTED = planted();

  private final SplittableRandom random = new SplittableRandom(20260301);
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final ElectionPackage election;
  private final Sign1 founding;
  private final long[][] votes = new long[STATIONS][];
  private final long[] registered = new long[STATIONS];

  private static SortedMap<Integer, String> planted() {
    var planted = new TreeMap<Integer, String>();
    for (int station : new int[] {12, 97}) {
      planted.put(station, "signed-conflict");
    }
    for (int station : new int[] {5, 45, 81}) {
      planted.put(station, "printed-not-signed");
    }
    for (int station : new int[] {20, 66, 111, 130, 155, 190}) {
      planted.put(station, "transcription");
    }
    for (int station : new int[] {33, 140}) {
      planted.put(station, "different");
      planted.put(station + 1, "form-defect");
    }
    planted.put(71, "arithmetic");
    planted.put(172, "arithmetic");
    for (int station : new int[] {88, 125, 126, 127}) {
      planted.put(station, "missing");
    }
    for (int station : new int[] {150, 151, 199}) {
      planted.put(station, "no-source");
    }
    return planted;
  }

  private DisputedElection() {
    for (int station = 0; station < STATIONS; station++) {
      registered[station] = 180 + random.nextLong(700);
      vote(station);
    }
    PackageFiles made = electionPackage();
    this.election =
        ((PackageOutcome.Read) ElectionPackageReader.read(made.files())).electionPackage();
    this.founding = founding().sign(key("authority"));
    made.files().forEach((name, bytes) -> files.put("package/" + name, bytes));
    files.put("package/" + PackageDirectory.STATEMENT, founding.bytes());
  }

  /// Every file, by its path.
  static SortedMap<String, byte[]> files() throws IOException, MalformedException {
    var made = new DisputedElection();
    made.bundles();
    made.sheets();
    made.table();
    made.announcement();
    made.earlier();
    return made.files;
  }

  static String code(int station) {
    return String.format(Locale.ROOT, "%04d", station + 1);
  }

  private static int area(int station) {
    return station * AREAS / STATIONS;
  }

  private static SigningKey key(String name) {
    return SigningKey.fromSeed(
        Algorithm.ED25519, Hash.sha256(("disputed " + name).getBytes(UTF_8)).bytes());
  }

  /// Three digits, all different and none 0, so that every slip can be told.
  private void vote(int station) {
    votes[station] = new long[LISTS];
    for (int list = 0; list < LISTS; list++) {
      long most = list == 2 ? 200 : 380 + (list == area(station) % 2 ? 90 : 0);
      long drawn = 0;
      while (Long.toString(drawn).replace("0", "").chars().distinct().count() < 3
          || LongStream.of(votes[station]).anyMatch(isDrawn(drawn))) {
        drawn = 123 + random.nextLong(most - 123);
      }
      votes[station][list] = drawn;
    }
    long cast = Arrays.stream(votes[station]).sum();
    registered[station] = Math.max(registered[station], cast + 7L * (station % 23));
  }

  private static LongPredicate isDrawn(long number) {
    return each -> each == number;
  }

  private PackageFiles electionPackage() {
    var made = new PackageFiles();
    made.election(
        "disputed",
        Map.of("en", "An election that never was", "es", "Una elección que nunca fue"),
        LocalDate.of(2026, 3, 1),
        Mode.REHEARSAL,
        List.of("paper"));
    made.area("whole", "", "country", "The whole", "The whole");
    for (int area = 1; area <= AREAS; area++) {
      made.area("area-" + area, "whole", "area", "Area " + area, "Area " + area);
    }
    made.contest("1", "whole", "Contest", "Contest", ValidVotesBase.ALL_SELECTIONS);
    for (int list = 1; list <= LISTS; list++) {
      made.selection("1", list(list), Selection.Type.LIST, "whole", "List " + list, "List " + list);
    }
    for (int station = 0; station < STATIONS; station++) {
      int column = area(station) % 3;
      int row = area(station) / 3;
      double east = 10 + column * 0.9 + random.nextDouble() * 0.8;
      double north = 40 + row * 0.7 + random.nextDouble() * 0.6;
      made.station(
          code(station),
          "area-" + (area(station) + 1),
          registered[station],
          String.format(Locale.ROOT, "%.4f", north),
          String.format(Locale.ROOT, "%.4f", east),
          "");
      made.device(code(station), key(code(station)).verificationKey().toString());
    }
    return made;
  }

  private static String list(int list) {
    return Integer.toString(list);
  }

  private ElectionStatement founding() {
    return new ElectionStatement(
        election.code(),
        Mode.REHEARSAL,
        "disputed.example/1",
        List.of(key("log").verificationKey()),
        "",
        List.of(key("operator").verificationKey()),
        List.of(),
        PackageFit.digests(election),
        ElectionStatement.Limits.STANDARD,
        Optional.empty(),
        List.of());
  }

  private static boolean is(int station, String planted) {
    return planted.equals(PLANTED.get(station));
  }

  private TallyFigures figures(int station, long[] of) {
    long valid = Arrays.stream(of).sum() + (is(station, "arithmetic") ? 10 : 0);
    return new TallyFigures(
        registered[station],
        OptionalLong.empty(),
        valid,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(new ChannelCount(0, valid, 0, 0, valid, of.clone())));
  }

  private Sign1 record(int station, long[] of) {
    return new TallyRecord(new TallySubject("1", code(station)), figures(station, of))
        .sign(ElectionId.of(founding.bytes()), key(code(station)));
  }

  private long[] other(int station, long more) {
    long[] other = votes[station].clone();
    other[0] -= more;
    other[1] += more;
    return other;
  }

  /// Records as the devices sent them, and as witnesses in three areas took them off the sheets.
  private void bundles() throws IOException, MalformedException {
    var devices = new BundleWriter();
    var witnesses = new BundleWriter();
    for (BundleWriter bundle : List.of(devices, witnesses)) {
      bundle.add(new Part.Election(ElectionLog.read(founding.bytes())));
    }
    for (int station = 0; station < STATIONS; station++) {
      if (!is(station, "no-source")) {
        devices.add(new Part.Signed(record(station, votes[station])));
        if (station < 120 && !is(station, "missing")) {
          boolean isOther = is(station, "signed-conflict");
          witnesses.add(
              new Part.Signed(record(station, isOther ? other(station, 40) : votes[station])));
        }
      }
    }
    files.put("devices.bundle", bytes(devices));
    files.put("witnesses.bundle", bytes(witnesses));
  }

  private static byte[] bytes(BundleWriter bundle) throws IOException {
    var out = new ByteArrayOutputStream();
    bundle.write(out);
    return out.toByteArray();
  }

  /// What `cotejo sheet read` says of photographs of every fifth sheet and of some more.
  private void sheets() {
    var rows =
        new StringBuilder("file,format,subject,leaf,signature,log,index,field,value,remark\n");
    for (int station = 0; station < STATIONS; station++) {
      boolean isPlanted = is(station, "printed-not-signed");
      if (!isPlanted && (station % 5 != 0 || PLANTED.containsKey(station))) {
        continue;
      }
      boolean isOther = isPlanted && station < 80;
      long[] printed = isOther ? other(station, 30) : votes[station];
      String leaf = Merkle.leaf(record(station, printed).bytes()).hex();
      String start =
          "photographs/%s.jpg,cotejo,1/%s,%s,%s,,,"
              .formatted(code(station), code(station), leaf, isOther ? "no-signature" : "verified");
      figures(station, printed, "paper.")
          .forEach((name, value) -> rows.append("%s%s,%d,\n".formatted(start, name, value)));
      if (isPlanted && !isOther) {
        rows.append(
            "%s,,\"printed ≠ signed: paper.votes.2 is %d, signed is %d\"\n"
                .formatted(start, printed[1] + 100, printed[1]));
      }
    }
    files.put("sheets.csv", rows.toString().getBytes(UTF_8));
  }

  private Map<String, Long> figures(int station, long[] of, String channel) {
    TallyFigures figures = figures(station, of);
    ChannelCount count = figures.channels().getFirst();
    var named = new LinkedHashMap<String, Long>();
    named.put("registeredVoters", figures.registeredVoters());
    named.put("votersAdmitted", figures.votersAdmitted());
    named.put(channel + "ballotsCast", count.ballotsCast());
    named.put(channel + "blankVotes", 0L);
    named.put(channel + "invalidVotes", 0L);
    named.put(channel + "validVotes", count.validVotes());
    for (int list = 0; list < LISTS; list++) {
      named.put(channel + "votes." + list(list + 1), of[list]);
    }
    return named;
  }

  /// The table that the authority published, typed from the sheets.
  private void table() {
    var rows = new StringBuilder("station;status;registered;valid;list 1;list 2;list 3\n");
    int slips = 0;
    for (int station = 0; station < STATIONS; station++) {
      if (is(station, "no-source") || (is(station, "missing") && station > 88)) {
        continue;
      }
      List<String> typed =
          new ArrayList<>(Arrays.stream(votes[station]).mapToObj(Long::toString).toList());
      if (is(station, "transcription")) {
        slip(slips++, typed);
      } else if (is(station, "different")) {
        typed.set(0, Long.toString(votes[station][0] + 35));
        typed.set(1, Long.toString(votes[station][1] - 12));
      } else if (is(station, "missing")) {
        typed.set(2, "");
      }
      rows.append(code(station)).append(';');
      rows.append(is(station, "form-defect") ? "without signatures" : "complete").append(';');
      rows.append(registered[station]).append(';');
      rows.append(figures(station, votes[station]).votersAdmitted()).append(';');
      rows.append(String.join(";", typed)).append('\n');
    }
    files.put("authority.csv", rows.toString().getBytes(UTF_8));
    mapping(
        "authority",
        """
        # The table that the authority published, one row a station.
        separator = ;
        station.column = station
        station.width = 4
        status.column = status
        status.defects = without signatures
        figure.registeredVoters = registered
        figure.validVotes = valid
        """);
  }

  /// One of each kind.
  private static void slip(int kind, List<String> typed) {
    String old = typed.getFirst();
    switch (kind) {
      case 0 -> typed.set(0, old.charAt(0) + old.substring(2) + old.charAt(1));
      case 1 -> typed.set(0, (old.startsWith("9") ? "2" : "9") + old.substring(1));
      case 2 -> typed.set(0, old.substring(1));
      case 3 -> typed.set(0, old + old.charAt(2));
      case 4 -> Collections.swap(typed, 0, 1);
      default -> {
        typed.removeLast();
        typed.addFirst("0");
      }
    }
  }

  private void mapping(String name, String lines) {
    var mapping = new StringBuilder(lines);
    mapping.append("format = cotejo-mapping/1\nfile = %s.csv\ncontest = 1\n".formatted(name));
    for (int list = 1; list <= LISTS; list++) {
      mapping.append("figure.votes.%d = list %d\n".formatted(list, list));
    }
    files.put(name + ".mapping", mapping.toString().getBytes(UTF_8));
  }

  /// Totals as they were announced: those of the devices, but for area 2, and more in areas 4 and 5
  /// than the stations that were shown.
  private void announcement() {
    var rows = new StringBuilder("area,list 1,list 2,list 3\n");
    for (int area = 0; area < AREAS; area++) {
      var sums = new long[LISTS];
      for (int station = 0; station < STATIONS; station++) {
        for (int list = 0; list < LISTS && area(station) == area; list++) {
          // The three stations that nobody shows are in the announcement.
          sums[list] += votes[station][list];
        }
      }
      sums[0] += area == 1 ? 250 : 0;
      rows.append("area-%d,%d,%d,%d\n".formatted(area + 1, sums[0], sums[1], sums[2]));
    }
    files.put("announcement.csv", rows.toString().getBytes(UTF_8));
    mapping(
        "announcement",
        "# Totals of each area as they were announced.\nrole = totals\narea.column = area\n");
  }

  /// An earlier election at the same stations.
  private void earlier() {
    var rows = new StringBuilder("station,list 1,list 2,list 3\n");
    for (int station = 0; station < STATIONS; station++) {
      rows.append(code(station));
      for (int list = 0; list < LISTS; list++) {
        rows.append(',').append(votes[station][list] * (80 + random.nextLong(30)) / 100);
      }
      rows.append('\n');
    }
    files.put("earlier.csv", rows.toString().getBytes(UTF_8));
    mapping(
        "earlier",
        """
        # The election before, to tell by it the stations that somebody has from the others.
        role = earlier
        station.column = station
        """);
  }
}
