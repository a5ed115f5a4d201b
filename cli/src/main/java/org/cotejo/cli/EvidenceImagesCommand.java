package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.image.MetadataBlock;
import org.cotejo.audit.evidence.image.Picture;
import org.cotejo.audit.evidence.image.PictureJson;
import org.cotejo.audit.evidence.image.PictureSet;
import org.cotejo.audit.evidence.image.PictureTable;
import org.cotejo.audit.evidence.image.Pictures;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lays pictures beside each other.
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = {
      "Say which pictures are the same file, have the same pixels, or show nearly the same.",
      "",
      "Also says which blocks of metadata a picture has; never what is in them. Sheets of one form"
          + " all look alike: with --template only what was filled in is compared. Near likeness"
          + " errs in both directions; it is where people look first. JPEG and PNG are decoded; of"
          + " other files the SHA-256 is told. What the QR codes on the sheets carry, and whether"
          + " print agrees with it, is told by cotejo sheet read."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo evidence images photographs",
      "  cotejo evidence images photographs --template blank.png --csv pictures.csv",
      "  cotejo evidence images photographs --template one.jpg --template other.jpg \\",
      "      --json pictures.json",
      "",
      "Exit codes: 0 all pictures were decoded; 2 one was not, or nothing could be done."
    })
final class EvidenceImagesCommand implements Callable<Integer> {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".webp", ".heic", ".bmp");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Pictures, and directories with pictures in them.")
  private List<Path> given = List.of();

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description =
          "A picture of the blank form, or several of filled ones, each with this option: what all"
              + " of them show is not compared.")
  private List<Path> template = List.of();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "New file with a row for each picture.")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "New file with JSON, for programs.")
  private Optional<Path> json = Optional.empty();

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    var screen = new Screen(spec.commandLine().getOut());
    List<Path> files = files();
    if (files.isEmpty()) {
      throw new IOException(words.say("images.none"));
    }
    try (var pictures =
        new Pictures(
            (step, done, total) -> screen.progress(words.say("images." + step), done, total))) {
      PictureSet set = pictures.look(files, template);
      tell(screen, set);
      if (csv.isPresent()) {
        write(csv.get(), PictureTable.csv(set));
      }
      if (json.isPresent()) {
        write(json.get(), PictureJson.text(set, notes()));
      }
      return set.pictures().stream().allMatch(picture -> picture.shown().isPresent())
          ? ExitCode.DONE
          : ExitCode.NOT_DONE;
    } finally {
      screen.clear();
    }
  }

  private static void write(Path file, String text) throws IOException {
    NewFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Files are read by others than who wrote them.
  private static SortedMap<String, String> notes() {
    var notes = new TreeMap<String, String>();
    for (Locale language : List.of(Locale.ENGLISH, Locale.of("es"))) {
      notes.put(language.getLanguage(), new Words(language).say("images.metadata"));
    }
    return notes;
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    for (Path each : given) {
      if (!Files.isDirectory(each)) {
        files.add(each);
        continue;
      }
      Path start = each.toRealPath();
      try (var inside = Files.walk(start)) {
        inside
            .map(file -> each.resolve(start.relativize(file)))
            .filter(EvidenceImagesCommand::isPicture)
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private void tell(Screen screen, PictureSet set) {
    long decoded = set.pictures().stream().filter(picture -> picture.shown().isPresent()).count();
    screen.line(words.say("images.seen", words.count(set.pictures().size()), words.count(decoded)));
    if (!template.isEmpty()) {
      long onForm =
          set.pictures().stream()
              .filter(picture -> picture.shown().map(Picture.Shown::isOnForm).orElse(false))
              .count();
      screen.line(words.say("images.on-form", words.count(onForm)));
    }
    for (Picture picture : set.pictures()) {
      if (!picture.problem().isEmpty()) {
        screen.line("  %s: %s".formatted(picture.file(), picture.problem()));
      }
    }
    for (PictureSet.Group group : set.groups()) {
      String likeness =
          switch (group.likeness()) {
            case SAME_FILE -> "images.same-file";
            case SAME_PIXELS -> "images.same-pixels";
            case NEAR -> "images.near-alike";
          };
      screen.line(words.say(likeness, words.count(group.members().size())));
      for (int member : group.members()) {
        screen.line("  " + set.pictures().get(member).file());
      }
    }
    for (MetadataBlock block : MetadataBlock.values()) {
      screen.line(words.say("images.block", block, words.count(with(set, block)), walked(set)));
    }
    screen.line(words.say("images.metadata"));
    if (set.groups().stream().anyMatch(group -> group.likeness() == PictureSet.Likeness.NEAR)) {
      screen.line(words.say("images.near"));
    }
  }

  private static long with(PictureSet set, MetadataBlock block) {
    return set.pictures().stream()
        .filter(picture -> picture.blocks().map(blocks -> blocks.contains(block)).orElse(false))
        .count();
  }

  private String walked(PictureSet set) {
    return words.count(
        set.pictures().stream().filter(picture -> picture.blocks().isPresent()).count());
  }
}
