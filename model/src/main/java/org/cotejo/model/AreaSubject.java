package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// One contest in one area: what claims and challenges are about. An area is the contest's own or
/// one below it.
///
/// @param contest code of the contest
/// @param area code of the area
public record AreaSubject(String contest, String area) {
  public AreaSubject {
    Wording.checkCode(contest);
    Wording.checkCode(area);
  }

  /// Reads what [#toString] writes.
  public static AreaSubject parse(String subject) throws MalformedException {
    int slash = subject.indexOf('/');
    try {
      if (slash >= 0) {
        return new AreaSubject(subject.substring(0, slash), subject.substring(slash + 1));
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the subjects that have no slash.
    }
    throw new MalformedException("the subject is not contest/area: '" + subject + "'");
  }

  @Override
  public String toString() {
    return contest + "/" + area;
  }
}
