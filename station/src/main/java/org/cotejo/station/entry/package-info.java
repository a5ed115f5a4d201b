/// How figures on paper become figures that are signed: entered twice by people who do not see each
/// other's entry, or once by hand and once by a machine's export; settled field by field; checked
/// by the arithmetic rules. The steps are in [org.cotejo.station.entry.Stage], drawn in
/// `docs/entry.md`; an [org.cotejo.station.entry.Entry] is where one count stands, and an
/// [org.cotejo.station.entry.EntryBook] keeps it.
@NullMarked
package org.cotejo.station.entry;

import org.jspecify.annotations.NullMarked;
