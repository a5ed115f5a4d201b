/// What the command says and how: words in the reader's language, lines and progress, exit codes.
@NullMarked
package org.cotejo.cli.terminal;

import org.jspecify.annotations.NullMarked;
