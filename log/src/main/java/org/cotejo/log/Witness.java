package org.cotejo.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// Watches logs: cosigns a checkpoint if the log only grew since the one it cosigned before, and
/// keeps it first (C2SP tlog-witness). Whoever finds enough cosignatures on a checkpoint knows that
/// the log shows everybody the same history, as long as so many witnesses are honest.
///
/// Safe for any number of threads. For each log, to decide, to keep and to cosign is one step: of
/// two requests that go on from the same checkpoint, one wins and the other learns the new size.
/// Its cosignature says nothing of a checkpoint's extension lines: two checkpoints of one size and
/// root that differ in them are the same to it.
public final class Witness implements AutoCloseable {
  /// Most keys that a log can have at a time.
  public static final int MAX_KEYS = 16;

  private final Cosigner cosigner;
  private final InstantSource clock;
  private final WitnessStore store;
  private final Map<String, Watched> logs = new HashMap<>();
  private final Map<Hash, Watched> byName = new HashMap<>();

  /// One log, and the lock that makes its steps one.
  private static final class Watched {
    final List<NoteVerifier> keys;
    Optional<Kept> latest;

    Watched(List<NoteVerifier> keys, Optional<Kept> latest) {
      this.keys = keys;
      this.latest = latest;
    }
  }

  /// @param seconds when it was cosigned; 0 if that was before this process
  private record Kept(Checkpoint checkpoint, SignedNote note, long seconds) {}

  private Witness(Cosigner cosigner, InstantSource clock, WitnessStore store) {
    this.cosigner = cosigner;
    this.clock = clock;
    this.store = store;
  }

  /// Goes on with what the directory holds, which is made if there is none.
  ///
  /// @param logs keys of the logs to watch, each under the log's origin; several with one name are
  ///   keys of one log, at most 16
  /// @param clock read for each cosignature
  /// @throws IOException if what was kept cannot be used; says which and what to do
  public static Witness open(
      Path directory, Cosigner cosigner, Collection<NoteVerifier> logs, InstantSource clock)
      throws IOException {
    return open(directory, cosigner, logs, clock, channel -> channel.force(true));
  }

  static Witness open(
      Path directory,
      Cosigner cosigner,
      Collection<NoteVerifier> logs,
      InstantSource clock,
      WitnessStore.Forcing forcing)
      throws IOException {
    Map<String, List<NoteVerifier>> keys = new TreeMap<>();
    for (NoteVerifier key : logs) {
      keys.computeIfAbsent(key.name(), origin -> new ArrayList<>()).add(key);
    }
    for (var log : keys.entrySet()) {
      if (log.getValue().size() > MAX_KEYS) {
        throw new IOException("log %s has more than %d keys".formatted(log.getKey(), MAX_KEYS));
      }
      if (!cosigner.verifier().canSay(log.getKey())) {
        throw new IOException(
            "log %s has a name longer than the 255 bytes that this witness's key can cosign"
                .formatted(log.getKey()));
      }
    }
    WitnessStore store = WitnessStore.open(directory, cosigner.verifier(), forcing);
    try {
      var witness = new Witness(cosigner, clock, store);
      for (var log : keys.entrySet()) {
        witness.watch(log.getKey(), log.getValue());
      }
      return witness;
    } catch (IOException | RuntimeException e) {
      try {
        store.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void watch(String origin, List<NoteVerifier> keys) throws IOException {
    Optional<SignedNote> note = store.read(origin);
    Optional<Kept> kept = Optional.empty();
    if (note.isPresent()) {
      try {
        kept = Optional.of(new Kept(Checkpoint.parse(note.get().text()), note.get(), 0));
      } catch (MalformedException e) {
        throw new IllegalStateException("it was read a moment ago", e);
      }
    }
    var watched = new Watched(keys, kept);
    logs.put(origin, watched);
    byName.put(WitnessStore.name(origin), watched);
  }

  /// What others need to check this witness's cosignatures.
  public NoteVerifier verifier() {
    return cosigner.verifier();
  }

  /// The logs it watches by their origins, in order, and how many entries each had when it was
  /// cosigned last; empty if it never was.
  public SortedMap<String, OptionalLong> sizes() {
    var sizes = new TreeMap<String, OptionalLong>();
    logs.forEach((origin, log) -> {
      synchronized (log) {
        sizes.put(
            origin,
            log.latest
                .map(kept -> OptionalLong.of(kept.checkpoint.size()))
                .orElse(OptionalLong.empty()));
      }
    });
    return sizes;
  }

  /// Answers a request. If the answer is [WitnessAnswer.Cosigned], the checkpoint is on disk.
  ///
  /// @param body of the request, as received
  public WitnessAnswer add(byte[] body) {
    AddCheckpoint request;
    try {
      request = AddCheckpoint.parse(body);
    } catch (MalformedException e) {
      return new WitnessAnswer.Malformed(String.valueOf(e.getMessage()));
    }
    Watched log = logs.get(request.origin());
    if (log == null) {
      return answer(Judgement.of(request, Optional.empty()), Optional.empty());
    }
    synchronized (log) {
      var known = new KnownLog(log.keys, log.latest.map(Kept::checkpoint));
      return answer(Judgement.of(request, Optional.of(known)), Optional.of(log));
    }
  }

  private WitnessAnswer answer(Judgement judgement, Optional<Watched> log) {
    return switch (judgement) {
      case Judgement.Refused(WitnessAnswer.Refusal refusal) -> refusal;
      case Judgement.Grown(Checkpoint checkpoint, SignedNote signed) ->
          cosign(log.orElseThrow(), checkpoint, signed);
    };
  }

  private WitnessAnswer cosign(Watched log, Checkpoint checkpoint, SignedNote signed) {
    long now = clock.instant().getEpochSecond();
    Optional<Kept> same =
        log.latest.filter(kept -> kept.seconds == now && kept.checkpoint.equals(checkpoint));
    if (same.isPresent()) {
      // Anybody can send what is published once more; that must not cost a write each time.
      return new WitnessAnswer.Cosigned(cosignatures(same.get().note));
    }
    SignedNote.Signature cosignature = cosigner.cosign(checkpoint, now);
    List<SignedNote.Signature> lines = new ArrayList<>(signed.signatures());
    lines.add(cosignature);
    SignedNote cosigned = SignedNote.of(signed.text(), lines);
    try {
      store.keep(checkpoint.origin(), cosigned);
    } catch (IOException e) {
      return new WitnessAnswer.NotKept(e);
    }
    log.latest = Optional.of(new Kept(checkpoint, cosigned, now));
    return new WitnessAnswer.Cosigned(List.of(cosignature));
  }

  private List<SignedNote.Signature> cosignatures(SignedNote note) {
    return note.signatures().stream().filter(line -> line.claims(verifier())).toList();
  }

  /// The checkpoint cosigned last, with the log's signatures and this witness's; empty if there is
  /// none.
  ///
  /// @param log SHA-256 of the log's origin
  public Optional<SignedNote> latest(Hash log) {
    Watched watched = byName.get(log);
    if (watched == null) {
      return Optional.empty();
    }
    synchronized (watched) {
      return watched.latest.map(Kept::note);
    }
  }

  /// Lets go of the directory. Nothing may be asked any more.
  @Override
  public void close() throws IOException {
    store.close();
  }
}
