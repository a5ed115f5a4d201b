/// What is published: canonical totals, bulletins, pages and the layout of the directory that holds
/// them.
@NullMarked
package org.cotejo.publication;

import org.jspecify.annotations.NullMarked;
