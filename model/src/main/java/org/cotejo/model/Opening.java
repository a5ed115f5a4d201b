package org.cotejo.model;

import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// A station's zero report: before it counts anything it says by which program and which package it
/// will. Its totals are empty by definition, so there is no field for them.
///
/// @param station code of the station
/// @param build SHA-256 of the program the station runs, as the station says
/// @param packageDigest the one digest of the package it uses, see [PackageFit#digest]
public record Opening(String station, Hash build, Hash packageDigest) implements Statement {
  public Opening {
    Wording.checkCode(station);
  }

  static Opening decode(String subject, byte[] payload) throws MalformedException {
    var digests = new byte[3][0];
    var reader = new CborReader(payload);
    reader.intMap(
        2,
        key -> {
          if (key != 1 && key != 2) {
            throw new MalformedException("unknown field " + key + " in an opening");
          }
          digests[(int) key] = reader.bytesOf(Hash.BYTES);
        });
    reader.end();
    if (digests[1].length == 0 || digests[2].length == 0) {
      throw new MalformedException("an opening lacks its build (1) or its package (2)");
    }
    try {
      return new Opening(subject, Hash.of(digests[1]), Hash.of(digests[2]));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Kind kind() {
    return Kind.OPENING;
  }

  @Override
  public String subject() {
    return station;
  }

  @Override
  public byte[] payload() {
    return new CborWriter()
        .map(2)
        .unsigned(1)
        .bytes(build.bytes())
        .unsigned(2)
        .bytes(packageDigest.bytes())
        .toByteArray();
  }
}
