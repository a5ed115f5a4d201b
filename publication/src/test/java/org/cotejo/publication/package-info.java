/// Tests of what is published.
@NullMarked
package org.cotejo.publication;

import org.jspecify.annotations.NullMarked;
