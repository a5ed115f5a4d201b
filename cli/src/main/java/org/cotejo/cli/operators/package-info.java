/// What an operator sees of a server that runs: its console, asked over HTTP, and a page of text
/// made of the answers.
@NullMarked
package org.cotejo.cli.operators;

import org.jspecify.annotations.NullMarked;
