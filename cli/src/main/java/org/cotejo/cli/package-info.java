/// The cotejo command: wiring and words, no logic.
@NullMarked
package org.cotejo.cli;

import org.jspecify.annotations.NullMarked;
