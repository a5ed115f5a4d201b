/** Rows of the totals, from files that are what their names say. */
import { DoesNotHold, fromUtf8, hex } from '../verify/bytes.ts';
import { parseCsv } from '../verify/csv.ts';
import { sha256 } from '../verify/hash.ts';
import { OutOfReach, Site } from './site.ts';
import { named, type Row, type State } from './totals.ts';

/** What lists and maps need of a station; a shard has many columns more. */
export interface StationRow {
  readonly code: string;
  readonly state: State;
  readonly findings: string;
  readonly first: string;
}

/** A file whose name is its digest. */
export async function readNamed(root: string, path: string): Promise<string> {
  const bytes = await new Site(root).read(path, 2 ** 30);
  if (bytes === undefined) throw new OutOfReach(`${root}${path}: 404`);
  if (/([0-9a-f]{64})\.[a-z]+$/.exec(path)?.[1] !== hex(sha256(bytes))) throw new DoesNotHold(path, 'it is not the file that its name and the bulletin say');
  return fromUtf8(bytes);
}

export async function readRows(root: string, file: string): Promise<StationRow[]> {
  const [header, ...rows] = parseCsv(await readNamed(root, file));
  const [row, code, state, findings] = ['row', 'code', 'state', 'findings'].map((name) => header!.indexOf(name)) as [number, number, number, number];
  const votes = header!.flatMap((name, column) => (name.startsWith('votes.') ? [{ selection: name.slice(6), column }] : []));
  return rows.filter((fields) => fields[row] === 'station')
    .map((fields) => ({ code: fields[code]!, state: fields[state] as State, findings: fields[findings]!, first: firstOf(fields, votes) }));
}

/** One row of a shard, without making something of all the others. */
export function rowOf(csv: string, row: 'area' | 'station', code: string): Row | undefined {
  // Codes need no quotes, and nothing before them has a line of its own.
  const at = csv.indexOf(`\n${row},${code},`) + 1;
  if (at === 0) return undefined;
  const end = csv.indexOf('\n', at);
  return named(csv.slice(0, csv.indexOf('\n') + 1) + csv.slice(at, end + 1))[0];
}

function firstOf(fields: string[], votes: { selection: string; column: number }[]): string {
  let [first, most, isTied] = ['', 0, false];
  for (const { selection, column } of votes) {
    if (fields[column] === '') continue;
    const here = Number(fields[column]);
    if (here > most) [first, most, isTied] = [selection, here, false];
    else if (here === most) isTied = true;
  }
  return isTied ? '' : first;
}
