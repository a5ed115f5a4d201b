/// Tests of what is published: the same bytes everywhere, and nothing in them that the log does not
/// say.
@NullMarked
package org.cotejo.publication;

import org.jspecify.annotations.NullMarked;
