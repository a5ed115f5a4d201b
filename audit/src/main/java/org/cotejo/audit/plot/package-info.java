/// Pictures of stations, for people who would rather look than read. SVG written line by line: the
/// same figures give the same bytes.
@NullMarked
package org.cotejo.audit.plot;

import org.jspecify.annotations.NullMarked;
