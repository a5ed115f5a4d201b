/// What somebody says an election's figures are, read into one form whatever it came in: the log,
/// copies of sheets, bundles, readings, tables of others. How each was read is part of what is
/// read; nothing is mended or left out without being told.
@NullMarked
package org.cotejo.audit.source;

import org.jspecify.annotations.NullMarked;
