package org.cotejo.audit.evidence.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.cotejo.cose.Hash;

/// Looks at many pictures, on all cores, and lays each beside all others. Same files in the same
/// order, same result.
public final class Pictures implements AutoCloseable {
  /// Bytes of a picture.
  static final int MAX_BYTES = 64 << 20;

  /// Pictures that are laid beside each other.
  public static final int MAX_PICTURES = 20_000;

  /// The same where a form is masked.
  public static final int MAX_ON_FORM = 2_000;

  /// Bits of 64 that may differ between copies.
  static final int NEAR_BITS = 6;

  /// How much what is in the fields of copies has to correlate. Measured: `bench/run pictures`.
  static final double NEAR_FIELDS = 0.84;

  private static final int THOUSAND = 1000;

  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("picture-", 0).factory());

  /// Thousands of pixels that are decoded at a time, however many cores there are.
  private final Semaphore decoded = new Semaphore((int) (Pixels.MAX / THOUSAND));

  private final Progress progress;

  public Pictures(Progress progress) {
    this.progress = progress;
  }

  /// What is being done.
  public enum Step {
    READING,
    COMPARING
  }

  /// Told how far it is.
  @FunctionalInterface
  public interface Progress {
    void at(Step step, long done, long total);
  }

  /// A picture with what is needed to compare it.
  private record Seen(Picture picture, Optional<Filled> filled) {}

  /// @param form pictures of the form that the sheets are on: blank, or several filled ones; none
  ///   where there is no form
  /// @throws IOException naming the file, if one cannot be read, or one of the form not decoded
  public PictureSet look(List<Path> files, List<Path> form) throws IOException {
    Optional<Form> masked = form.isEmpty() ? Optional.empty() : Optional.of(form(form));
    int most = masked.isPresent() ? MAX_ON_FORM : MAX_PICTURES;
    if (files.size() > most) {
      throw new IOException(
          "%d pictures, more than %d; take them in several parts".formatted(files.size(), most));
    }
    List<Seen> seen =
        inOrder(Step.READING, files.size(), index -> () -> seen(files.get(index), masked));
    return PictureSet.of(seen.stream().map(Seen::picture).toList(), near(seen));
  }

  /// One unit of work.
  private interface Task<T> {
    T run() throws IOException;
  }

  private <T> List<T> inOrder(Step step, int count, IntFunction<Task<T>> tasks) throws IOException {
    var futures = new ArrayList<Future<T>>();
    for (int i = 0; i < count; i++) {
      Task<T> task = tasks.apply(i);
      futures.add(workers.submit(task::run));
    }
    var results = new ArrayList<T>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
        progress.at(step, results.size(), count);
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException told -> throw told;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
    return results;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("%s: larger than %d MiB".formatted(file, MAX_BYTES >> 20));
      }
      return bytes;
    }
  }

  private Form form(List<Path> files) throws IOException {
    var pictures = new ArrayList<Gray>();
    for (Path file : files) {
      byte[] bytes = bytes(file);
      try {
        pictures.add(decoded(bytes, PictureBlocks.of(bytes), pixels -> Gray.of(pixels, Form.SIDE)));
      } catch (IOException e) {
        throw new IOException(
            "%s: %s; the form has to be JPEG or PNG".formatted(file, e.getMessage()), e);
      }
    }
    return Form.of(pictures);
  }

  /// What is to be done with pixels while they are there.
  private interface Use<T> {
    T of(Pixels pixels);
  }

  private <T> T decoded(byte[] bytes, PictureBlocks.Seen blocks, Use<T> use) throws IOException {
    int thousands = (int) (Pixels.count(bytes) / THOUSAND);
    decoded.acquireUninterruptibly(thousands);
    try {
      return use.of(Pixels.decode(bytes, blocks.orientation()));
    } finally {
      decoded.release(thousands);
    }
  }

  private Seen seen(Path file, Optional<Form> form) throws IOException {
    byte[] bytes = bytes(file);
    PictureBlocks.Seen blocks = PictureBlocks.of(bytes);
    Hash digest = Hash.sha256(bytes);
    try {
      return decoded(
          bytes,
          blocks,
          pixels -> {
            Gray gray = Gray.of(pixels, Form.SIDE);
            Optional<Filled> filled = form.flatMap(each -> each.filled(gray));
            var shown =
                new Picture.Shown(
                    pixels.width(),
                    pixels.height(),
                    pixels.digest(),
                    PerceptualHash.of(gray),
                    filled.isPresent());
            return new Seen(
                new Picture(
                    file.toString(),
                    bytes.length,
                    digest,
                    Optional.of(blocks.blocks()),
                    Optional.of(shown),
                    ""),
                filled);
          });
    } catch (IOException e) {
      boolean isWalked = PictureBlocks.isJpeg(bytes) || PictureBlocks.isPng(bytes);
      return new Seen(
          new Picture(
              file.toString(),
              bytes.length,
              digest,
              isWalked ? Optional.of(blocks.blocks()) : Optional.empty(),
              Optional.empty(),
              String.valueOf(e.getMessage())),
          Optional.empty());
    }
  }

  /// Pairs that nearly show the same, the first before the second.
  private List<PictureSet.Pair> near(List<Seen> seen) throws IOException {
    var pairs = new ArrayList<PictureSet.Pair>();
    inOrder(Step.COMPARING, seen.size(), first -> () -> near(seen, first)).forEach(pairs::addAll);
    return pairs;
  }

  private static List<PictureSet.Pair> near(List<Seen> seen, int first) {
    var pairs = new ArrayList<PictureSet.Pair>();
    for (int second = first + 1; second < seen.size(); second++) {
      if (isNear(seen.get(first), seen.get(second))) {
        pairs.add(new PictureSet.Pair(first, second));
      }
    }
    return pairs;
  }

  /// Two sheets on the form are compared by what was filled in, everything else by the whole.
  private static boolean isNear(Seen one, Seen other) {
    if (one.filled().isPresent() && other.filled().isPresent()) {
      return one.filled().get().likeness(other.filled().get()) >= NEAR_FIELDS;
    }
    Optional<Picture.Shown> first = one.picture().shown();
    Optional<Picture.Shown> second = other.picture().shown();
    return first.isPresent()
        && second.isPresent()
        && PerceptualHash.distance(first.get().perceptual(), second.get().perceptual())
            <= NEAR_BITS;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
