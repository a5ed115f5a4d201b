/** The arithmetic rules: they flag and never change a record. */
import type { Figures } from './statement.ts';

export interface Breach {
  readonly code: string;
  readonly found: number;
  readonly expected: number;
  /** Index of the channel, for R103 to R105. */
  readonly channel: number | undefined;
}

/** @param none place of none-of-these on the ballot if its votes stand apart; -1 otherwise */
export function breaches(f: Figures, none: number, registered: number): Breach[] {
  const found: Breach[] = [];
  const check = (code: string, broken: boolean, value: number, expected: number, channel?: number): void => {
    if (broken) found.push({ code, found: value, expected, channel });
  };
  const total = (pick: (c: Figures['channels'][number]) => number): number => f.channels.reduce((sum, c) => sum + pick(c), 0);
  const [cast, blank, invalid] = [total((c) => c.ballotsCast), total((c) => c.blankVotes), total((c) => c.invalidVotes)];
  const entitled = f.registeredVoters + (f.votersAdded ?? 0);
  check('R101', f.votersAdmitted > entitled, f.votersAdmitted, entitled);
  if (f.ballotsReceived !== undefined && f.ballotsUnused !== undefined) {
    const first = f.channels.find((c) => c.index === 0)?.ballotsCast ?? 0;
    const accounted = f.ballotsUnused + (f.ballotsSpoiled ?? 0) + first;
    check('R102', f.ballotsReceived !== accounted, f.ballotsReceived, accounted);
  }
  for (const c of f.channels) {
    const apart = none < 0 ? 0 : c.votes[none]!;
    const sum = c.votes.reduce((a, b) => a + b, 0) - apart;
    if (c.validVotes === 0 && sum > 0) {
      check('R105', true, 0, sum, c.index);
      continue;
    }
    const accounted = c.validVotes + apart + c.blankVotes + c.invalidVotes;
    check('R103', c.ballotsCast !== accounted, c.ballotsCast, accounted, c.index);
    check('R104', c.validVotes !== sum, c.validVotes, sum, c.index);
  }
  check('R106', cast > entitled, cast, entitled);
  const gap = Math.abs(cast - f.votersAdmitted);
  check('R201', gap > 0, cast, f.votersAdmitted);
  check('R202', gap > 0 && (gap >= 15 || 100 * gap >= 2 * cast), cast, f.votersAdmitted);
  check('R203', blank > 0 && 100 * blank >= 3 * cast, blank, cast);
  check('R204', invalid > 0 && 100 * invalid >= 3 * cast, invalid, cast);
  check('R205', cast === 0, 0, f.votersAdmitted);
  check('R206', f.registeredVoters !== registered, f.registeredVoters, registered);
  return found.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}
