/// Sources about one election laid side by side, station by station and figure by figure: what
/// agrees, what differs, what is missing, and what that can do to the outcome. Pure.
@NullMarked
package org.cotejo.audit.reconcile;

import org.jspecify.annotations.NullMarked;
