package org.cotejo.station.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.station.TestLog;

/// Small bundles for tests.
final class Bundles {
  private Bundles() {}

  static Part signed(byte[] statement) {
    try {
      return new Part.Signed(Sign1.decode(statement));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /// The election, statements of this many stations, and receipts of the even ones.
  static List<Part> parts(TestLog log, int stations) {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Election(log.log()));
    for (int station = 1; station <= stations; station++) {
      byte[] statement = log.record(station, 10);
      parts.add(signed(statement));
      if (station % 2 == 0) {
        parts.add(new Part.Receipt(Merkle.leaf(statement), log.take(statement).receipt()));
      }
    }
    return parts;
  }

  static byte[] pack(List<Part> parts) {
    var writer = new BundleWriter();
    parts.forEach(writer::add);
    var out = new ByteArrayOutputStream();
    try {
      writer.write(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static List<Part> read(byte[] bundle) throws MalformedException {
    var parts = new ArrayList<Part>();
    try {
      var _ = BundleReader.read(new ByteArrayInputStream(bundle), parts::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return parts;
  }
}
