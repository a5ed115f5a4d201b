/// Pictures as evidence: which files are the same, which show the same pixels, which nearly do, and
/// which blocks of metadata are there. No value of metadata is taken out of a picture, and nothing
/// is concluded from any of it.
@NullMarked
package org.cotejo.audit.evidence.image;

import org.jspecify.annotations.NullMarked;
