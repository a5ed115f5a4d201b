/// What a connection has to pass before a byte of HTTP is read: cheap to answer, and bounded.
@NullMarked
package org.cotejo.server.gate;

import org.jspecify.annotations.NullMarked;
