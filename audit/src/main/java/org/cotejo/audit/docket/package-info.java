/// The docket of a verified log: claims, challenges, evidence, rulings and corrections put together
/// as cases, with deadlines and the votes at stake. It says what the log has, never who is right.
/// Pure.
@NullMarked
package org.cotejo.audit.docket;

import org.jspecify.annotations.NullMarked;
