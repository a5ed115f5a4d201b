/// Time-stamps that OpenSSL made.
@NullMarked
package org.cotejo.audit.evidence.stamp;

import org.jspecify.annotations.NullMarked;
