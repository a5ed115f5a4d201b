package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// One station's count of one contest: what tally records, corrigenda and rulings are about.
///
/// @param contest code of the contest
/// @param station code of the polling station
public record TallySubject(String contest, String station) {

  static TallySubject parse(String subject) throws MalformedException {
    int slash = subject.indexOf('/');
    if (slash <= 0 || slash == subject.length() - 1 || subject.indexOf('/', slash + 1) >= 0) {
      throw new MalformedException("the subject is not contest/station: '" + subject + "'");
    }
    return new TallySubject(subject.substring(0, slash), subject.substring(slash + 1));
  }

  @Override
  public String toString() {
    return contest + "/" + station;
  }
}
