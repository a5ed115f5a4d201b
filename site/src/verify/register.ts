/** Who may say what at this index of the log: keys with their roles, the phase, how much each has logged. */
import { equal, hex, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import type { PublicKey } from './key.ts';
import { ballotOf, type ElectionPackage } from './package.ts';
import type { ElectionContent, Figures, Statement } from './statement.ts';

export interface TrustFile {
  readonly threshold: number;
  readonly keys: PublicKey[];
}

export type Role = 'authority' | 'operator' | 'court' | 'organisation' | 'station' | 'agent';

export interface Enrolled {
  readonly key: PublicKey;
  readonly role: Role;
  /** Index of the station, or of the organisation; -1 for the others. */
  readonly scope: number;
  readonly late: boolean;
  revoked: boolean;
}

/** `acts`: the fold takes it into account; a statement of the authority waits for its threshold. */
export type Standing =
  | { worth: 'valid'; signer: Enrolled; acts: boolean }
  | { worth: 'held'; signer: Enrolled; code: 'F302' | 'F303' }
  | { worth: 'too-early' }
  | { worth: 'not-permitted'; reason: string };

const AGENTS = 65_536;
const EXHIBITS = 65_536;
const LOG_KEYS = 8;
const COPIES = 3;
const PHASES = ['setup', 'counting-open', 'records-closed', 'log-closed'] as const;

export class Register {
  readonly keys = new Map<string, Enrolled>();
  founding: { id: string; code: string; content: ElectionContent; payload: Uint8Array } | undefined;
  logKeys: PublicKey[] = [];
  ended = false;
  private inForce = false;
  private phase = 0;
  private entries = 0;
  private closedSize = 0;
  private closeIsCovered = false;
  private readonly pending = new Map<string, Set<string>>();
  private readonly used = new Map<string, number>();

  constructor(private readonly election: ElectionPackage, private readonly trust: TrustFile) {
    for (const key of trust.keys) this.enter(key, 'authority', -1);
  }

  private enter(key: PublicKey, role: Role, scope: number, late = false): void {
    if (!this.keys.has(key.id)) this.keys.set(key.id, { key, role, scope, late, revoked: false });
  }

  /** Judges the next entry and takes it into account. Its signature is checked by the caller, against the signer's key. */
  apply(statement: Statement): Standing {
    const signer = this.keys.get(statement.kid);
    const standing = this.judge(signer, statement);
    this.entries++;
    if (standing.worth === 'not-permitted') return standing;
    this.charge(signer!, statement, standing.worth === 'held');
    if (standing.worth !== 'valid') return standing;
    if (this.founding === undefined && statement.content.type === 'election') {
      const { code, election } = statement.content;
      this.founding = { id: hex(sha256(statement.bytes).subarray(0, 16)), code, content: election, payload: statement.payload };
    }
    if (signer!.role === 'authority' && !this.reachesThreshold(statement)) return { ...standing, acts: false };
    this.act(signer!, statement);
    return standing;
  }

  private judge(signer: Enrolled | undefined, statement: Statement): Standing {
    const { content } = statement;
    if (signer === undefined) return no(`the key ${statement.kid} is not enrolled`);
    if (this.founding === undefined) {
      if (content.type !== 'election') return no('the first entry is not the election statement');
      if (signer.role !== 'authority') return no('the election statement is not signed by the authority');
      return this.fitsPackage(content.code, content.election) ? yes(signer) : no('the election statement binds another package');
    }
    if (this.ended || (this.phase === 3 && signer.role !== 'operator')) return no('the log is closed');
    if (content.type !== 'election') {
      if (statement.issuer !== this.founding.id) return no('the statement was issued for another election');
      if (!this.inForce) return no('the election statement still lacks signatures of the authority');
    }
    return this.judgeContent(signer, statement);
  }

  private fitsPackage(code: string, content: ElectionContent): boolean {
    const { digests } = this.election;
    return code === this.election.code && content.mode === this.election.mode && content.files.size === digests.size &&
      [...content.files].every(([name, digest]) => digests.get(name) === digest);
  }

  private judgeContent(signer: Enrolled, statement: Statement): Standing {
    const { content } = statement;
    switch (content.type) {
      case 'election': {
        const same = content.code === this.founding!.code && equal(statement.payload, this.founding!.payload);
        return same ? role(signer, 'authority') : no('an election is founded once');
      }
      case 'enrolment':
        return this.judgeEnrolment(signer, statement);
      case 'phase':
        return content.phase === PHASES[this.phase + 1] ? role(signer, 'authority') : no(`phase ${content.phase} cannot follow ${PHASES[this.phase]}`);
      case 'corrigendum':
      case 'ruling': {
        const { correction } = content;
        const misfit = correction.decision === 'replace'
          ? this.misfit(content.contest, content.station, correction.figures)
          : this.unknown(content.contest, content.station);
        return misfit ?? role(signer, content.type === 'ruling' ? 'court' : 'authority');
      }
      case 'time-mark':
      case 'bulletin':
        return role(signer, 'operator');
      case 'incident':
        return this.phase === 3 ? no('the log is closed') : role(signer, 'operator');
      case 'log-key': {
        const signs = this.logKeys.some((key) => key.id === content.about);
        if (content.key !== undefined && (signs || this.logKeys.length >= LOG_KEYS)) return no('the key signs already, or there are too many');
        if (content.key === undefined && (!signs || this.logKeys.length < 2)) return no('the key does not sign, or no other does');
        return role(signer, 'authority');
      }
      case 'tally-record':
        return this.judgeRecord(signer, content.contest, content.station, content.figures);
      case 'opening': {
        if (signer.role !== 'station') return role(signer, 'station');
        if (this.election.stations[signer.scope]!.code !== content.station) return no('the key is enrolled for another station');
        if (this.count(`opening ${signer.key.id}`) >= this.limits.perKey) return no('the key has logged as many openings as it may');
        return signer.revoked ? no('the key is revoked') : yes(signer);
      }
      case 'witness-copy': {
        if (signer.role !== 'organisation' && signer.role !== 'agent') return no('only organisations and their agents file copies');
        const misfit = this.misfit(content.contest, content.station, content.figures);
        if (misfit !== undefined) return misfit;
        if (this.count(`copy ${signer.scope} ${content.contest}/${content.station}`) >= COPIES) return no('the organisation has logged 3 copies of this sheet');
        if (this.phase === 0) return { worth: 'too-early' };
        return signer.revoked ? no('the key is revoked') : yes(signer);
      }
      case 'order':
        return role(signer, 'court');
      case 'claim': {
        const standing = this.judgeFiling(signer, statement, content.contest, content.area);
        const { selections } = this.election.contests[this.election.contestIndex.get(content.contest) ?? 0]!;
        if (standing.worth === 'valid' && content.claim.votes.length > 0 && content.claim.votes.length !== selections.length) return no('the votes do not fit the contest');
        return standing.worth === 'valid' && this.phase === 0 ? { worth: 'too-early' } : standing;
      }
      case 'challenge': {
        const area = this.election.areas.findIndex(({ code }) => code === content.area);
        const elsewhere = content.challenge.stations.some((code) => {
          const station = this.election.stations[this.election.stationIndex.get(code) ?? -1];
          return station === undefined || !this.election.areas[station.area]!.above.has(area);
        });
        return elsewhere ? no('a station that is not in the area') : this.judgeFiling(signer, statement, content.contest, content.area);
      }
      case 'evidence': {
        if (signer.role !== 'organisation' && signer.role !== 'agent') return no('only organisations and their agents file evidence');
        if (content.evidence.custody.some(({ holder }) => !this.keys.has(holder))) return no('a holder has no key in this election');
        if (this.filed(signer, statement) >= this.limits.perKey || this.count(`exhibits ${signer.scope}`) >= EXHIBITS) {
          return no('the organisation has filed as much evidence as it may');
        }
        return signer.revoked ? no('the key is revoked') : yes(signer);
      }
    }
  }

  /** A claim or a challenge: of an organisation, about a contest in an area. */
  private judgeFiling(signer: Enrolled, statement: Statement, contest: string, area: string): Standing {
    if (signer.role !== 'organisation') return role(signer, 'organisation');
    const held = this.election.contests[this.election.contestIndex.get(contest) ?? -1];
    if (held === undefined) return no(`no contest '${contest}' in the package`);
    const place = this.election.areas.find(({ code }) => code === area);
    if (place === undefined || !place.above.has(held.area)) return no(`the contest is not held in area '${area}'`);
    return this.filed(signer, statement) >= this.limits.perKey ? no('the organisation has filed as many of these as it may') : yes(signer);
  }

  private filed(signer: Enrolled, { type, subject }: Statement): number {
    return this.count(`${type} ${signer.scope} ${subject}`);
  }

  private get limits(): ElectionContent {
    return this.founding!.content;
  }

  private judgeEnrolment(signer: Enrolled, statement: Statement): Standing {
    if (statement.content.type !== 'enrolment') return no('not an enrolment');
    const { about, enrolment } = statement.content;
    const known = this.keys.get(about);
    const isFull = (): boolean => this.count(`agents ${signer.scope}`) >= AGENTS;
    switch (enrolment.change) {
      case 'add':
        if (known !== undefined) return no('the key is enrolled already');
        return this.election.stationIndex.has(enrolment.station) ? role(signer, 'authority') : no('no such station');
      case 'agent':
        if (signer.role !== 'organisation') return role(signer, 'organisation');
        return known !== undefined || isFull() ? no('the key is enrolled already, or there are too many agents') : yes(signer);
      case 'replace':
        if (this.keys.has(enrolment.key.id)) return no('the new key is enrolled already');
        if (signer.role === 'organisation' && isFull()) return no('there are too many agents');
        return this.judgeRevocation(signer, known);
      case 'revoke':
        return this.judgeRevocation(signer, known);
    }
  }

  private judgeRevocation(signer: Enrolled, known: Enrolled | undefined): Standing {
    if (known === undefined || known.revoked) return no('the key is not enrolled, or revoked');
    if (signer.role === 'organisation') return known.role === 'agent' && known.scope === signer.scope ? yes(signer) : no('not an agent of its own');
    return known.role === 'station' ? role(signer, 'authority') : no('not the key of a station');
  }

  private judgeRecord(signer: Enrolled, contest: string, station: string, figures: Figures): Standing {
    if (signer.role !== 'station') return role(signer, 'station');
    if (this.election.stations[signer.scope]!.code !== station) return no('the key is enrolled for another station');
    const misfit = this.misfit(contest, station, figures);
    if (misfit !== undefined) return misfit;
    const about = `${contest}/${station}`;
    const logged = Math.min(1, this.count(`first ${about}`)) + this.count(`record ${signer.key.id} ${about}`);
    if (logged >= this.limits.perKey) return no('the key has logged as many records about this as it may');
    if (this.phase === 0) return { worth: 'too-early' };
    if (this.phase === 1 && !signer.revoked) return yes(signer);
    if (this.count(`held ${about}`) >= this.limits.held) return no('as many records are held for this as may be');
    return { worth: 'held', signer, code: signer.revoked ? 'F302' : 'F303' };
  }

  private unknown(contest: string, station: string): Standing | undefined {
    if (!this.election.contestIndex.has(contest)) return no(`no contest '${contest}' in the package`);
    return this.election.stationIndex.has(station) ? undefined : no(`no station '${station}' in the package`);
  }

  private misfit(contest: string, station: string, figures: Figures): Standing | undefined {
    const unknown = this.unknown(contest, station);
    if (unknown !== undefined) return unknown;
    const held = this.election.contests[this.election.contestIndex.get(contest)!]!;
    const { area } = this.election.stations[this.election.stationIndex.get(station)!]!;
    const ballot = ballotOf(this.election, held, area);
    if (ballot.length === 0) return no('the contest is not held at the station');
    const fits = figures.channels.every((c) => c.index < this.election.channels.length && c.votes.length === ballot.length);
    return fits ? undefined : no("the figures do not fit the station's ballot");
  }

  private count(what: string): number {
    return this.used.get(what) ?? 0;
  }

  private add(what: string): void {
    this.used.set(what, this.count(what) + 1);
  }

  private charge(signer: Enrolled, statement: Statement, isHeld: boolean): void {
    const { content, type, subject } = statement;
    if (content.type === 'claim' || content.type === 'challenge' || content.type === 'evidence') {
      if (content.type === 'evidence') this.add(`exhibits ${signer.scope}`);
      return this.add(`${type} ${signer.scope} ${subject}`);
    }
    if (content.type === 'opening') return this.add(`opening ${signer.key.id}`);
    if (content.type === 'witness-copy') return this.add(`copy ${signer.scope} ${content.contest}/${content.station}`);
    if (content.type !== 'tally-record') return;
    const about = `${content.contest}/${content.station}`;
    // The first record is charged to every key of the station.
    this.add(this.count(`first ${about}`) === 0 ? `first ${about}` : `record ${signer.key.id} ${about}`);
    if (isHeld) this.add(`held ${about}`);
  }

  private reachesThreshold(statement: Statement): boolean {
    if (this.trust.threshold === 1) return true;
    const what = `${statement.type}\n${statement.subject}\n${hex(statement.payload)}`;
    const signers = this.pending.get(what) ?? new Set<string>();
    this.pending.set(what, signers);
    if (signers.has(statement.kid)) return false;
    signers.add(statement.kid);
    return signers.size === this.trust.threshold;
  }

  private act(signer: Enrolled, { content }: Statement): void {
    switch (content.type) {
      case 'election':
        return this.found(content.election);
      case 'phase':
        this.phase++;
        if (this.phase === 3) this.closedSize = this.entries;
        return;
      case 'enrolment': {
        const { enrolment, about } = content;
        const revoked = this.keys.get(about);
        if (enrolment.change === 'add') {
          return this.enter(enrolment.key, 'station', this.election.stationIndex.get(enrolment.station)!, this.phase > 0);
        }
        if (enrolment.change === 'replace' || enrolment.change === 'revoke') this.keys.set(about, { ...revoked!, revoked: true });
        if (enrolment.change === 'replace' && revoked!.role === 'station') this.enter(enrolment.key, 'station', revoked!.scope, this.phase > 0);
        else if (enrolment.change === 'replace' || enrolment.change === 'agent') {
          this.enter(enrolment.key, 'agent', signer.scope);
          this.add(`agents ${signer.scope}`);
        }
        return;
      }
      case 'log-key':
        this.logKeys = content.key === undefined ? this.logKeys.filter((key) => key.id !== content.about) : [...this.logKeys, content.key];
        return;
      case 'bulletin':
        if (this.closedSize > 0 && content.size >= this.closedSize) this.closeIsCovered = true;
        return;
      case 'time-mark':
        if (this.closeIsCovered && content.manifest !== undefined) this.ended = true;
        return;
      case 'tally-record':
      case 'corrigendum':
      case 'ruling':
      case 'incident':
      case 'opening':
      case 'witness-copy':
      case 'order':
      case 'claim':
      case 'challenge':
      case 'evidence':
    }
  }

  private found(content: ElectionContent): void {
    if (this.inForce) return;
    this.inForce = true;
    this.logKeys = content.logKeys;
    for (const key of content.operators) this.enter(key, 'operator', -1);
    for (const key of content.courts) this.enter(key, 'court', -1);
    content.organisations.forEach(({ key }, i) => this.enter(key, 'organisation', i));
    for (const { key, station } of this.election.devices) this.enter(key, 'station', station);
  }
}

function no(reason: string): Standing {
  return { worth: 'not-permitted', reason };
}

function yes(signer: Enrolled): Standing {
  return { worth: 'valid', signer, acts: true };
}

function role(signer: Enrolled, needed: Role): Standing {
  return signer.role === needed ? yes(signer) : no(`only the ${needed} may say this`);
}

/** In the package, `LC_ALL=C sha256sum * | sha256sum` gives the same. */
export function packageDigest(files: Map<string, string>): string {
  const names = [...files.keys()].sort((a, b) => (hex(utf8(a)) < hex(utf8(b)) ? -1 : 1));
  return hex(sha256(utf8(names.map((name) => `${files.get(name)}  ${name}\n`).join(''))));
}
