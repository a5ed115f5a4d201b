/** The published totals: shards, findings and index of a bulletin, to the byte. */
import { hex, utf8 } from './bytes.ts';
import { field } from './csv.ts';
import { BOXES, SHEET } from './figures.ts';
import { STATES, type Fold, type State, type StationCount } from './fold.ts';
import { sha256 } from './hash.ts';
import type { Figures } from './statement.ts';

const COVERAGE = [...STATES, 'LATE_KEY'] as const;

/** Figures of one sheet or of many, in the order of the columns; undefined is an empty field. */
type Row = (number | undefined)[];

class AreaTotals {
  readonly stations = new Map<string, number>();
  readonly registered = new Map<string, number>();
  all = 0;
  allRegistered = 0;
  readonly totals: number[];
  disputed: number[] | undefined;

  constructor(private readonly columns: number) {
    this.totals = new Array<number>(columns).fill(0);
  }

  add(registered: number, state: State, late: boolean, row: Row | undefined): void {
    this.all++;
    this.allRegistered += registered;
    for (const line of late ? [state, 'LATE_KEY'] : [state]) {
      this.stations.set(line, (this.stations.get(line) ?? 0) + 1);
      this.registered.set(line, (this.registered.get(line) ?? 0) + registered);
    }
    if (row === undefined) return;
    addTo(this.totals, row);
    if (state === 'CONFLICT') addTo((this.disputed ??= new Array<number>(this.columns).fill(0)), row);
  }

  coverage(of: 'stations' | 'registered'): number[] {
    return [of === 'stations' ? this.all : this.allRegistered, ...COVERAGE.map((line) => this[of].get(line) ?? 0)];
  }
}

function addTo(sums: number[], row: Row): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += row[i] ?? 0;
}

export interface BulletinFiles {
  readonly index: string;
  readonly digest: string;
  /** Sizes of the files that there are, by path. */
  readonly files: Map<string, number>;
}

/** What a bulletin of the present state of the fold publishes below `totals/`. */
export function totalsOf(fold: Fold): BulletinFiles {
  const files = new Map<string, number>();
  const publish = (text: string, ending: string): { path: string; size: number; digest: string } => {
    const bytes = utf8(text);
    const digest = hex(sha256(bytes));
    const path = `totals/${digest}.${ending}`;
    files.set(path, bytes.length);
    return { path, size: bytes.length, digest };
  };
  const { election, findings } = fold;
  const rows = findings.map((f) => `${f.entry},${f.code},${field(f.subject)},${field(f.detail)}\n`);
  const findingsFile = publish('entry,code,subject,detail\n' + rows.join(''), 'csv');
  const contests = election.contests.map((_, contest) => contestJson(fold, contest, (text) => publish(text, 'csv')));
  const index = publish(
    `{"format":"cotejo-totals/1","election":${JSON.stringify(election.code)},"mode":"${election.mode}","logSize":${fold.size},` +
      `"asOf":${fold.asOf},"rules":1,"findings":${findings.length},"findingsFile":"${findingsFile.path}","contests":[${contests.join()}]}\n`,
    'json',
  );
  return { index: index.path, digest: index.digest, files };
}

function contestJson(fold: Fold, contest: number, publish: (text: string) => { path: string; size: number }): string {
  const { election } = fold;
  const held = election.contests[contest]!;
  const layout = layoutOf(fold, contest);
  const areas = new Map<number, AreaTotals>();
  const inside = election.areas.flatMap((area, i) => (area.above.has(held.area) ? [i] : []));
  for (const area of inside) areas.set(area, new AreaTotals(layout.columns.length));
  const isRoot = held.area === 0;
  const shardOf = (area: number): number => {
    if (!isRoot) return held.area;
    let at = area;
    while (election.areas[at]!.depth > 1) at = election.areas[at]!.parent;
    return at;
  };
  const stationRows = new Map<number, string[]>();
  election.stations.forEach((station, s) => {
    const { above } = election.areas[station.area]!;
    if (!above.has(held.area)) return;
    const count = fold.station(contest, s);
    const row = count?.value === undefined ? undefined : layout.row(count.value.figures, s);
    const state = count?.state ?? 'NOT_RECEIVED';
    for (const area of above) areas.get(area)?.add(station.registered, state, row !== undefined && count!.late, row);
    const shard = shardOf(station.area);
    stationRows.set(shard, stationRows.get(shard) ?? []);
    stationRows.get(shard)!.push(stationRow(fold, contest, s, count, row, layout.columns.length));
  });
  const shards = isRoot ? [0, ...inside.filter((area) => election.areas[area]!.depth === 1)] : [held.area];
  const header = headerOf(layout.columns);
  const shardJson = shards.map((shard) => {
    const areaRows = inside.filter((area) => shardOf(area) === shard).flatMap((area) => areaRow(election.areas[area]!.code, areas.get(area)!));
    const rows = [...areaRows, ...(stationRows.get(shard) ?? [])];
    const { path, size } = publish([header, ...rows].map((row) => row + '\n').join(''));
    return `{"area":${JSON.stringify(election.areas[shard]!.code)},"file":"${path}","size":${size},"rows":${rows.length},${layout.json(areas.get(shard)!)}}`;
  });
  return `{"contest":${JSON.stringify(held.code)},"area":${JSON.stringify(election.areas[held.area]!.code)},${layout.json(areas.get(held.area)!)},"shards":[${shardJson.join()}]}`;
}

function headerOf(columns: string[]): string {
  const coverage = (of: string): string[] => [of, ...COVERAGE.map((line) => `${of}.${line}`)];
  return ['row', 'code', 'state', 'entry', 'findings', ...coverage('stations'), ...coverage('registered'), ...columns].join();
}

const NO_COVERAGE = ','.repeat(COVERAGE.length);

function areaRow(code: string, area: AreaTotals): string[] {
  const rows = [`area,${code},,,,${[...area.coverage('stations'), ...area.coverage('registered'), ...area.totals].join()}`];
  if (area.disputed !== undefined) rows.push(`disputed,${code},,,,${NO_COVERAGE},${NO_COVERAGE},${area.disputed.join()}`);
  return rows;
}

function stationRow(fold: Fold, contest: number, station: number, count: StationCount | undefined, row: Row | undefined, columns: number): string {
  const { code, registered } = fold.election.stations[station]!;
  const entry = count === undefined || count.inForce < 0 ? '' : count.inForce;
  const broken = count?.value === undefined ? [] : fold.breaches(contest, station, count.value.figures).map((breach) => breach.code);
  const figures = (row ?? new Array<undefined>(columns).fill(undefined)).join();
  return `station,${code},${count?.state ?? 'NOT_RECEIVED'},${entry},${[...new Set(broken)].join(' ')},${NO_COVERAGE},${registered}${NO_COVERAGE},${figures}`;
}

interface Layout {
  readonly columns: string[];
  row(figures: Figures, station: number): Row;
  json(area: AreaTotals): string;
}

function layoutOf(fold: Fold, contest: number): Layout {
  const { channels } = fold.election;
  const { selections } = fold.election.contests[contest]!;
  const votes = selections.map((selection) => `votes.${selection.code}`);
  const apart = channels.length > 1 ? channels.flatMap((channel) => [...BOXES, ...votes].map((name) => `${channel}.${name}`)) : [];
  const object = (keys: readonly string[], values: readonly number[]): string => keys.map((key, i) => `${JSON.stringify(key)}:${values[i]}`).join();
  const figuresJson = (sums: number[]): string => {
    const boxes = SHEET.length + BOXES.length;
    const byCode = object(selections.map((selection) => selection.code), sums.slice(boxes));
    return `{${object([...SHEET, ...BOXES], sums)},"votes":{${byCode}}}`;
  };
  const coverageJson = (values: number[]): string => {
    const [all, ...lines] = values as [number, ...number[]];
    const inTotals = lines[1]! + lines[2]! + lines[4]!;
    return `{${object(['all', 'inTotals', ...COVERAGE], [all, inTotals, ...lines])}}`;
  };
  return {
    columns: [...SHEET, ...BOXES, ...votes, ...apart],
    row(figures, station) {
      const ballot = fold.ballot(contest, station);
      const perChannel = channels.map((_, index) => {
        const row = new Array<number | undefined>(BOXES.length + selections.length).fill(undefined);
        const channel = figures.channels.find((c) => c.index === index);
        if (channel === undefined) return row;
        BOXES.forEach((box, i) => (row[i] = channel[box]));
        ballot.forEach((selection, i) => (row[BOXES.length + selection] = channel.votes[i]!));
        return row;
      });
      const sums = perChannel[0]!.map((_, i) => {
        const there = perChannel.map((row) => row[i]).filter((value) => value !== undefined);
        return there.length === 0 ? undefined : there.reduce((a, b) => a + b, 0);
      });
      return [...SHEET.map((name) => figures[name]), ...sums, ...(channels.length > 1 ? perChannel.flat() : [])];
    },
    json(area) {
      const disputed = area.disputed === undefined ? '' : `,"disputed":${figuresJson(area.disputed)}`;
      return `"stations":${coverageJson(area.coverage('stations'))},"registered":${coverageJson(area.coverage('registered'))},"totals":${figuresJson(area.totals)}${disputed}`;
    },
  };
}
