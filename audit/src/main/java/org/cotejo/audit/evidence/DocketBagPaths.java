package org.cotejo.audit.evidence;

import org.cotejo.audit.evidence.bag.BagPath;
import org.cotejo.cose.Hash;
import org.cotejo.model.Exhibit;

/// Where things are in the bag of a docket, below `data/`. What is named by a hash is its own name.
final class DocketBagPaths {
  static final BagPath ELECTION = new BagPath("election.statement");
  static final BagPath CHECKPOINT = new BagPath("checkpoint");
  static final BagPath DOCKET = new BagPath("docket.json");
  static final BagPath EXHIBITS = new BagPath("exhibits.csv");
  static final String STATEMENTS = "statements/";
  static final String RECEIPTS = "receipts/";
  static final String FILES = "exhibits/";
  static final String TEXTS = "texts/";
  static final String STATEMENT = ".statement";
  static final String RECEIPT = ".tlog-proof";

  private DocketBagPaths() {}

  static BagPath statement(Hash leaf) {
    return new BagPath(STATEMENTS + leaf.hex() + STATEMENT);
  }

  static BagPath receipt(Hash leaf) {
    return new BagPath(RECEIPTS + leaf.hex() + RECEIPT);
  }

  static BagPath file(Exhibit.File file) {
    String type = file.type().label();
    String ending =
        switch (file.type()) {
          case OTHER -> "bin";
          case JPEG -> "jpg";
          case TEXT -> "txt";
          case PNG, TIFF, PDF, CSV, JSON, ZIP, MP4 -> type.substring(type.indexOf('/') + 1);
        };
    return new BagPath(FILES + file.sha256().hex() + "." + ending);
  }

  static BagPath text(Hash digest) {
    return new BagPath(TEXTS + digest.hex());
  }
}
