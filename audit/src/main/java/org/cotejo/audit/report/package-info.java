/// A reconciliation as files: tables, JSON, and a report that can be filed with a court. Pure: the
/// same reconciliation gives the same bytes.
@NullMarked
package org.cotejo.audit.report;

import org.jspecify.annotations.NullMarked;
