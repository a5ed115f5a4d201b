package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cotejo.cose.Hash;
import org.cotejo.log.Fork;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Tile;
import org.cotejo.model.AuthorityKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Histories read from places that show too little, too much or something else.
class LogHistoryTest {
  private static final List<NoteVerifier> LOG_KEYS = List.of(vkey("log"));

  @TempDir private Path directory;

  private static NoteVerifier vkey(String signer) {
    return NoteVerifier.of(CraftedLog.ORIGIN, CraftedLog.key(signer).verificationKey());
  }

  private LogHistory.Place place(String name, Map<String, byte[]> files) throws IOException {
    Path root = directory.resolve(name);
    for (var file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return new LogHistory.Place.Directory(root);
  }

  private static void refused(ThrowingCallable reading, String why) {
    assertThatThrownBy(reading).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  @Test
  void readsTheTreeUnderTheCheckpoint() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    LogHistory history = LogHistory.read(place("log", log.files), LOG_KEYS);
    assertThat(history.tree().size()).isEqualTo(log.size());
    assertThat(history.checkpoint().bytes()).isEqualTo(log.files.get("checkpoint"));
  }

  @Test
  void findsAForkOfTwoPlacesByTheKeysTheAuthorityVouchesFor() throws Exception {
    LogHistory.Place one = place("one", CraftedLog.night().publish().grow(4).files);
    LogHistory.Place other = place("other", CraftedLog.night().publish().grow(5).grow(4).files);
    var authority = AuthorityKeys.of(CraftedLog.key("authority").verificationKey());
    List<NoteVerifier> keys = LogHistory.logKeys(one, authority);
    assertThat(keys).isEqualTo(LOG_KEYS).isEqualTo(LogHistory.logKeys(other, authority));
    LogHistory a = LogHistory.read(one, keys);
    LogHistory b = LogHistory.read(other, keys);
    Optional<Fork> fork = Fork.between(a.checkpoint(), a.tree(), b.checkpoint(), b.tree());
    assertThat(fork).isPresent();
    fork.get().verify(keys);
    assertThat(fork.get().index()).isEqualTo(CraftedLog.night().publish().size());
  }

  @Test
  void takesNoKeysFromAnElectionOfAnotherAuthority() throws IOException {
    LogHistory.Place place = place("log", CraftedLog.night().publish().files);
    var another = AuthorityKeys.of(CraftedLog.key("somebody").verificationKey());
    refused(() -> LogHistory.logKeys(place, another), "is not the authority's");
    LogHistory.Place empty = place("empty", Map.of("readme", new byte[0]));
    refused(() -> LogHistory.logKeys(empty, another), "shows no checkpoint");
  }

  @Test
  void believesNoCheckpointOfAnotherKey() throws IOException {
    LogHistory.Place place = place("log", CraftedLog.night().publish().files);
    refused(() -> LogHistory.read(place, List.of(vkey("operator"))), "log: ");
  }

  @Test
  void namesTilesThatAreMissingOrDoNotGiveTheRoot() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    String tile = new Tile(0, 0, (int) log.size()).path();
    byte[] hashes = Objects.requireNonNull(log.files.get(tile));
    log.files.remove(tile);
    LogHistory.Place missing = place("missing", log.files);
    refused(() -> LogHistory.read(missing, LOG_KEYS), tile + " is missing");
    byte[] changed = hashes.clone();
    changed[5] ^= 1;
    log.files.put(tile, changed);
    LogHistory.Place wrong = place("wrong", log.files);
    refused(() -> LogHistory.read(wrong, LOG_KEYS), "do not give the root");
  }

  @Test
  void takesAFullTileWhereThePartialOneIsGone() throws IOException {
    CraftedLog log = CraftedLog.night().publish();
    var tile = new Tile(0, 0, (int) log.size());
    var grown = new MerkleTree();
    byte[] hashes = Objects.requireNonNull(log.files.get(tile.path()));
    for (int at = 0; at < hashes.length; at += Hash.BYTES) {
      grown.append(Hash.at(hashes, at));
    }
    while (grown.size() < 256) {
      grown.append(new byte[] {(byte) grown.size()});
    }
    log.files.remove(tile.path());
    log.files.put("tile/0/000", grown.tile(0, 0, 256));
    LogHistory history = LogHistory.read(place("later", log.files), LOG_KEYS);
    assertThat(history.tree().size()).isEqualTo(log.size());
  }
}
