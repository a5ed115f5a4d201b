/// One process that takes statements in over HTTP, orders them and publishes what they add up to.
@NullMarked
package org.cotejo.server;

import org.jspecify.annotations.NullMarked;
