package org.cotejo.audit.evidence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cotejo.audit.docket.FiledExhibit;
import org.cotejo.cose.Hash;
import org.cotejo.model.Exhibit;

/// Every exhibit of a docket, a row for each, also those of which there is a commitment alone.
final class ExhibitTable {
  private ExhibitTable() {}

  /// @param packed hashes of the files that are in the bag
  static String csv(List<FiledExhibit> exhibits, Set<Hash> packed) {
    var text = new StringBuilder("entry,leaf,about,signer,state,sha256,bytes,type,file\n");
    for (FiledExhibit each : exhibits) {
      Optional<Exhibit.File> file = each.file();
      text.append(
          String.join(
              ",",
              Long.toString(each.filing().entry()),
              each.filing().leaf().hex(),
              each.evidence().about().hex(),
              each.filing().signer(),
              each.state().label(),
              file.map(known -> known.sha256().hex()).orElse(""),
              file.map(known -> Long.toString(known.bytes())).orElse(""),
              file.map(known -> known.type().label()).orElse(""),
              file.filter(known -> packed.contains(known.sha256()))
                  .map(known -> DocketBagPaths.file(known).text())
                  .orElse("")));
      text.append('\n');
    }
    return text.toString();
  }
}
