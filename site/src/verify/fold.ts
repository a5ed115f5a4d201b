/** The fold: entries in their order in, states of stations and findings out. */
import { hex } from './bytes.ts';
import { BOXES } from './figures.ts';
import { ballotOf, type ElectionPackage } from './package.ts';
import { packageDigest, Register, type Enrolled, type Standing, type TrustFile } from './register.ts';
import { breaches, type Breach } from './rules.ts';
import { isSignedBy } from './sign1.ts';
import type { Correction, Figures, Statement } from './statement.ts';

export const STATES = ['NOT_RECEIVED', 'COUNTED', 'CONFLICT', 'HELD', 'CORRECTED', 'ANNULLED'] as const;
export type State = (typeof STATES)[number];

/** A payload's figures and the text by which two are compared. */
interface Value {
  readonly figures: Figures;
  readonly key: string;
}

interface Logged extends Value {
  readonly entry: number;
  readonly late: boolean;
}

export class StationCount {
  state: State = 'NOT_RECEIVED';
  inForce = -1;
  value: Value | undefined;
  late = false;
  held: Logged[] = [];
  /** Payloads that differ and were logged, or were judged by a correction. */
  known = new Set<string>();
}

export interface Finding {
  readonly entry: number;
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
}

interface Copy extends Value {
  readonly entry: number;
  readonly organisation: number;
}

const FIGURES = ['registeredVoters', 'votersAdded', 'votersAdmitted', 'ballotsReceived', 'ballotsUnused', 'ballotsSpoiled'] as const;
const DIFFERENCES = 12;

function valueOf(figures: Figures): Value {
  return { figures, key: JSON.stringify(figures, (_, v: unknown) => v ?? null) };
}

export class Fold {
  readonly register: Register;
  readonly findings: Finding[] = [];
  asOf = -1;
  size = 0;
  private readonly counts: Map<number, StationCount>[];
  private readonly copies = new Map<string, Copy[]>();
  private readonly leaves: string[] = [];
  private readonly ballots = new Map<string, number[]>();

  constructor(readonly election: ElectionPackage, trust: TrustFile) {
    this.register = new Register(election, trust);
    this.counts = election.contests.map(() => new Map<number, StationCount>());
  }

  station(contest: number, station: number): StationCount | undefined {
    return this.counts[contest]!.get(station);
  }

  ballot(contest: number, station: number): number[] {
    const { area } = this.election.stations[station]!;
    const at = `${contest} ${area}`;
    const ballot = this.ballots.get(at) ?? ballotOf(this.election, this.election.contests[contest]!, area);
    this.ballots.set(at, ballot);
    return ballot;
  }

  async apply(statement: Statement): Promise<Standing> {
    const entry = this.size++;
    this.leaves.push(hex(statement.leaf));
    const standing = this.register.apply(statement);
    if (standing.worth === 'not-permitted') this.find(entry, 'F306', statement.subject, standing.reason);
    else if (standing.worth === 'too-early') this.find(entry, 'F304', statement.subject, '');
    else if (standing.worth === 'held') this.hold(entry, statement, standing.signer, standing.code);
    else if (standing.acts) await this.act(entry, standing.signer, statement);
    return standing;
  }

  private find(entry: number, code: string, subject: string, detail: string): void {
    this.findings.push({ entry, code, subject, detail });
  }

  private at(contest: string, station: string): { contest: number; station: number; count: StationCount; subject: string } {
    const c = this.election.contestIndex.get(contest)!;
    const s = this.election.stationIndex.get(station)!;
    const count = this.counts[c]!.get(s) ?? new StationCount();
    this.counts[c]!.set(s, count);
    return { contest: c, station: s, count, subject: `${contest}/${station}` };
  }

  private async act(entry: number, signer: Enrolled, statement: Statement): Promise<void> {
    const { content } = statement;
    switch (content.type) {
      case 'tally-record':
        return this.record(entry, signer, content.contest, content.station, content.figures);
      case 'corrigendum':
      case 'ruling':
        return this.correct(entry, content.contest, content.station, content.correction);
      case 'time-mark':
        this.asOf = Math.max(this.asOf, content.time);
        return;
      case 'opening':
        return this.open(entry, signer, content.packageDigest);
      case 'witness-copy':
        return this.copy(entry, signer, statement);
      case 'election':
      case 'enrolment':
      case 'phase':
      case 'bulletin':
      case 'log-key':
      case 'incident':
      case 'order':
      case 'claim':
      case 'challenge':
      case 'evidence':
    }
  }

  private record(entry: number, signer: Enrolled, contest: string, station: string, figures: Figures): void {
    const about = this.at(contest, station);
    const { count } = about;
    const value = valueOf(figures);
    if (count.state === 'NOT_RECEIVED' || count.state === 'HELD') {
      Object.assign(count, { state: 'COUNTED', inForce: entry, value, late: signer.late });
      this.compareCopies(entry, about);
    } else if (count.value?.key !== value.key && !count.known.has(value.key)) {
      count.known.add(value.key);
      if (count.state !== 'ANNULLED') count.state = 'CONFLICT';
      this.find(entry, 'F301', about.subject, `entry ${count.inForce}`);
    }
    this.checkArithmetic(entry, about, figures);
  }

  private hold(entry: number, statement: Statement, signer: Enrolled, code: string): void {
    if (statement.content.type !== 'tally-record') return;
    const about = this.at(statement.content.contest, statement.content.station);
    const { count } = about;
    count.held.push({ entry, ...valueOf(statement.content.figures), late: signer.late });
    if (count.state === 'NOT_RECEIVED') count.state = 'HELD';
    this.find(entry, code, about.subject, '');
    this.checkArithmetic(entry, about, statement.content.figures);
  }

  private correct(entry: number, contest: string, station: string, correction: Correction): void {
    const about = this.at(contest, station);
    const { count } = about;
    let acts = false;
    if (correction.decision === 'adopt') {
      const held = count.state === 'HELD' ? count.held.find((record) => this.leaves[record.entry] === correction.target) : undefined;
      acts = held !== undefined;
      if (held !== undefined) Object.assign(count, { state: 'COUNTED', inForce: held.entry, value: held, late: held.late });
    } else if (count.inForce >= 0 && this.leaves[count.inForce] === correction.target) {
      acts = true;
      if (count.value !== undefined) count.known.add(count.value.key);
      Object.assign(count, { inForce: entry, late: false });
      if (correction.decision === 'replace') Object.assign(count, { state: 'CORRECTED', value: valueOf(correction.figures) });
      else Object.assign(count, { state: 'ANNULLED', value: undefined });
    }
    if (acts) this.compareCopies(entry, about);
    else this.find(entry, 'F305', about.subject, correction.target);
    if (correction.decision === 'replace') this.checkArithmetic(entry, about, correction.figures);
  }

  private open(entry: number, signer: Enrolled, digest: string): void {
    const station = this.election.stations[signer.scope]!;
    if (digest !== packageDigest(this.register.founding!.content.files)) this.find(entry, 'F311', station.code, digest);
    const recorded = this.election.contests.filter((_, c) => {
      const count = this.counts[c]!.get(signer.scope);
      return count !== undefined && count.state !== 'NOT_RECEIVED';
    });
    if (recorded.length > 0) this.find(entry, 'F312', station.code, recorded.map((contest) => contest.code).join(' '));
  }

  breaches(contest: number, station: number, figures: Figures): Breach[] {
    const held = this.election.contests[contest]!;
    const none = held.withoutNoneOfThese
      ? this.ballot(contest, station).findIndex((selection) => held.selections[selection]!.type === 'none-of-these')
      : -1;
    return breaches(figures, none, this.election.stations[station]!.registered);
  }

  private checkArithmetic(entry: number, about: { contest: number; station: number; subject: string }, figures: Figures): void {
    for (const { code, found, expected, channel } of this.breaches(about.contest, about.station, figures)) {
      const where = channel === undefined ? '' : ` ${this.election.channels[channel]}`;
      this.find(entry, code, about.subject, `${found} / ${expected}${where}`);
    }
  }

  private async copy(entry: number, signer: Enrolled, statement: Statement): Promise<void> {
    if (statement.content.type !== 'witness-copy') return;
    const { contest, station, figures, statement: held } = statement.content;
    const about = this.at(contest, station);
    const { count, subject } = about;
    const copy = { entry, organisation: signer.scope, ...valueOf(figures) };
    const earlier = this.copies.get(subject) ?? [];
    this.compare(entry, about, copy);
    if (count.value === undefined) this.find(entry, 'F308', subject, count.state);
    const others = earlier.filter((other) => other.organisation === copy.organisation && other.key !== copy.key);
    if (others.length > 0) {
      const organisation = this.register.founding!.content.organisations[signer.scope]!.code;
      this.find(entry, 'F309', subject, `${organisation}: ${others.map((other) => other.entry).join(' ')}`);
    }
    const inForce = count.inForce < 0 ? undefined : this.leaves[count.inForce];
    if (held !== undefined && hex(held.leaf) !== inForce) {
      const problem = await this.problemOf(held, about.station);
      if (problem !== undefined) this.find(entry, 'F310', subject, problem);
    }
    this.copies.set(subject, [...earlier, copy]);
  }

  private async problemOf(held: Parameters<typeof isSignedBy>[0], station: number): Promise<string | undefined> {
    if (held.issuer !== this.register.founding!.id) return 'other-election';
    const signer = this.register.keys.get(held.kid);
    if (signer === undefined) return 'unknown-key';
    if (signer.role !== 'station' || signer.scope !== station) return 'other-signer';
    return (await isSignedBy(held, signer.key)) ? undefined : 'signature';
  }

  private compareCopies(entry: number, about: ReturnType<Fold['at']>): void {
    for (const copy of this.copies.get(about.subject) ?? []) this.compare(entry, about, copy);
  }

  private compare(entry: number, about: ReturnType<Fold['at']>, copy: Copy): void {
    const { value, inForce } = about.count;
    if (value === undefined || value.key === copy.key) return;
    const differences = this.differences(about, copy.figures, value.figures);
    const more = differences.length > DIFFERENCES ? [`+${differences.length - DIFFERENCES}`] : [];
    const detail = [...differences.slice(0, DIFFERENCES), ...more].join('; ');
    this.find(entry, 'F307', about.subject, `copy ${copy.entry} / entry ${inForce}: ${detail}`);
  }

  private differences(about: { contest: number; station: number }, copy: Figures, counted: Figures): string[] {
    const found: string[] = [];
    const compare = (name: string, a: number | undefined, b: number | undefined): void => {
      if (a !== b) found.push(`${name} ${a ?? '-'} / ${b ?? '-'}`);
    };
    for (const name of FIGURES) compare(name, copy[name], counted[name]);
    const { selections } = this.election.contests[about.contest]!;
    this.election.channels.forEach((channel, index) => {
      const a = copy.channels.find((c) => c.index === index);
      const b = counted.channels.find((c) => c.index === index);
      if (a === undefined && b === undefined) return;
      for (const name of BOXES) compare(`${name} ${channel}`, a?.[name], b?.[name]);
      this.ballot(about.contest, about.station).forEach((selection, i) => {
        compare(`votes ${channel} ${selections[selection]!.code}`, a?.votes[i], b?.votes[i]);
      });
    });
    return found;
  }
}
