/// The tally sheet on paper. What a station signed stands on it twice: in figures and words for
/// people, and to the byte in a code, so that a photograph of the paper is a way home for the
/// record like any other, and whoever holds the sheet can check the signature and look for its leaf
/// in the log. Printing and reading share one text of the code, [CodeText]. Nothing here decides
/// whether a record counts.
@NullMarked
package org.cotejo.sheet;

import org.jspecify.annotations.NullMarked;
