/// Pictures of every kind of file that is read.
@NullMarked
package org.cotejo.audit.evidence.image;

import org.jspecify.annotations.NullMarked;
