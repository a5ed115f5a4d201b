package org.cotejo.audit;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.publication.SiteProgram;

/// Reads the program of the results site that entry 0 binds.
final class PublishedProgram {
  private static final String LISTING = SiteProgram.FOLDER + SiteProgram.LISTING;

  private PublishedProgram() {}

  /// @param bound digest of the listing; empty if there is no program, and then files of one are
  ///   found as files too many
  static SiteProgram read(PublishedFiles files, Optional<Hash> bound)
      throws IOException, DoesNotHoldException {
    if (bound.isEmpty()) {
      return SiteProgram.NONE;
    }
    byte[] listing = files.read(LISTING, SiteProgram.MAX_LISTING_BYTES);
    if (!Hash.sha256(listing).equals(bound.get())) {
      throw new DoesNotHoldException(LISTING, "differs from the listing entry 0 binds");
    }
    Map<String, byte[]> contents = new TreeMap<>();
    try {
      for (Map.Entry<String, Hash> line : SiteProgram.parseListing(listing).entrySet()) {
        String path = SiteProgram.FOLDER + line.getKey();
        byte[] content = files.read(path, SiteProgram.MAX_BYTES);
        if (!Hash.sha256(content).equals(line.getValue())) {
          throw new DoesNotHoldException(path, "differs from the file that " + LISTING + " lists");
        }
        contents.put(line.getKey(), content);
      }
      return SiteProgram.of(contents);
    } catch (MalformedException e) {
      throw new DoesNotHoldException(LISTING, String.valueOf(e.getMessage()));
    }
  }
}
