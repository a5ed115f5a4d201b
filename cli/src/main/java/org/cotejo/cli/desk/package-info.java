/// What a station's desk is shown: the sheet as a form on a terminal, and where an entry stands. In
/// the words of the printed sheet.
@NullMarked
package org.cotejo.cli.desk;

import org.jspecify.annotations.NullMarked;
