package org.cotejo.audit.check;

/// What one check gave for one contest or series of announcements.
///
/// @param scope code of the contest; empty for announced totals and for the source as a whole
/// @param adjusted for a test, its chance after Holm's procedure over all tests; otherwise 1
public record CheckResult(Check check, String scope, Outcome outcome, double adjusted) {}
