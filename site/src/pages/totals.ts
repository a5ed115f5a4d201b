/** What a bulletin says, as files: its index, and the rows of its shards. */
import { malformed } from '../verify/bytes.ts';
import { parseCsv } from '../verify/csv.ts';
import { steady } from './dom.ts';
import type { Site } from './site.ts';

export const STATES = ['NOT_RECEIVED', 'COUNTED', 'CONFLICT', 'HELD', 'CORRECTED', 'ANNULLED'] as const;
export type State = (typeof STATES)[number];

/** The small file that says which bulletin is the newest. */
export interface Pointer {
  readonly election: string;
  readonly mode: 'real' | 'rehearsal' | 're-enactment';
  readonly bulletin: number;
  readonly entry: number;
  readonly logSize: number;
  readonly root: string;
  readonly asOf: number;
  readonly index: string;
}

const LAST_TIME = 253_402_300_799;

/** Reads a pointer: whoever serves it can write anything. */
export function readPointer(text: string): Pointer {
  const pointer = JSON.parse(text) as Partial<Pointer> | null;
  const isCount = (n: unknown, most: number): boolean => Number.isSafeInteger(n) && (n as number) >= 0 && (n as number) <= most;
  const isSound = isCount(pointer?.bulletin, 1_000_000) && isCount(pointer?.entry, 2 ** 40) && isCount(pointer?.logSize, 2 ** 40) && isCount(pointer?.asOf, LAST_TIME)
    && /^totals\/[0-9a-f]{64}\.json$/.test(String(pointer?.index));
  return isSound ? (pointer as Pointer) : malformed('it names no bulletin');
}

export type Coverage = Record<'all' | 'inTotals' | State | 'LATE_KEY', number>;

export interface Sums {
  readonly registeredVoters: number;
  readonly votersAdmitted: number;
  readonly ballotsCast: number;
  readonly blankVotes: number;
  readonly invalidVotes: number;
  readonly validVotes: number;
  readonly votes: Record<string, number>;
}

export interface AreaTotals {
  readonly area: string;
  readonly stations: Coverage;
  readonly registered: Coverage;
  readonly totals: Sums;
  readonly disputed?: Sums;
}

export interface Shard extends AreaTotals {
  readonly file: string;
  readonly size: number;
  readonly rows: number;
}

export interface ContestTotals extends AreaTotals {
  readonly contest: string;
  readonly shards: Shard[];
}

export interface TotalsIndex {
  readonly election: string;
  readonly logSize: number;
  readonly asOf: number;
  readonly findings: number;
  readonly findingsFile: string;
  readonly contests: ContestTotals[];
}

/** A row of a shard by the names of its columns; an empty field is one that does not exist. */
export type Row = Record<string, string>;

export function named(csv: string): Row[] {
  const [header, ...rows] = parseCsv(csv);
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i] ?? ''])));
}

export interface Selection {
  readonly contest: string;
  readonly selection: string;
  readonly type: string;
  readonly area: string;
  readonly name: string;
  readonly nameLatin: string;
  /** `#rrggbb`; empty or not there if the package gives none. */
  readonly colour?: string;
}

export interface Contest {
  readonly contest: string;
  readonly area: string;
  readonly name: string;
  readonly nameLatin: string;
  readonly validVotesBase: string;
  readonly selections: Selection[];
}

export interface Election {
  readonly code: string;
  readonly name: Record<string, string>;
  readonly date: string;
  readonly mode: Pointer['mode'];
  readonly channels: string[];
  /** As SPDX names it. */
  readonly licence?: string;
}

/** @param texts takes the files that were read, by name, to be held against entry 0 */
export async function readContests(site: Site, texts: Record<string, string> = {}): Promise<Contest[]> {
  const [contests, selections] = (await Promise.all(['contests.csv', 'selections.csv'].map(async (file) => (texts[file] = await site.text(`package/${file}`))))) as [string, string];
  const all = named(selections) as unknown as Selection[];
  return (named(contests) as unknown as Omit<Contest, 'selections'>[]).map((contest) => ({ ...contest, selections: all.filter((s) => s.contest === contest.contest) }));
}

/** Its own name, and in Latin letters if they differ. */
export function bothNames(name: string, latin: string): string {
  return name === '' || name === latin ? steady(latin) : `${steady(name)} · ${steady(latin)}`;
}
