/// Tests of the bytes: vectors that other languages can read, an independent library as oracle, and
/// seeded random input.
@NullMarked
package org.cotejo.cose;

import org.jspecify.annotations.NullMarked;
