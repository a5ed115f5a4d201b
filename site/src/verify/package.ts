/** The election package: what there is to be counted, and where. */
import { fromUtf8, hex, malformed } from './bytes.ts';
import { parseCsv } from './csv.ts';
import { sha256 } from './hash.ts';
import { PublicKey } from './key.ts';
import { checkBoundaries } from './boundaries.ts';
import { COUNT } from './figures.ts';
import { CODE } from './statement.ts';

export const PACKAGE_FILES = ['election.json', 'areas.csv', 'stations.csv', 'contests.csv', 'selections.csv', 'devices.csv'] as const;
/** What a package may have besides. */
export const BOUNDARIES = 'boundaries.geojson';
const FILE_BYTES = 64 * 1024 * 1024;

export interface Area {
  readonly code: string;
  readonly parent: number;
  readonly depth: number;
  /** Areas at and above this one, itself included. */
  readonly above: Set<number>;
}

export interface PollingStation {
  readonly code: string;
  readonly area: number;
  readonly registered: number;
}

export interface Selection {
  readonly code: string;
  readonly type: string;
  readonly area: number;
}

export interface Contest {
  readonly code: string;
  readonly area: number;
  readonly withoutNoneOfThese: boolean;
  readonly selections: Selection[];
}

export interface ElectionPackage {
  readonly code: string;
  readonly mode: string;
  readonly channels: string[];
  readonly areas: Area[];
  readonly stations: PollingStation[];
  readonly contests: Contest[];
  readonly devices: { station: number; key: PublicKey }[];
  readonly digests: Map<string, string>;
  readonly stationIndex: Map<string, number>;
  readonly contestIndex: Map<string, number>;
}

/** Places in the contest's selections that are on the ballot of an area's stations, in ballot order; none if it is not held there. */
export function ballotOf(election: ElectionPackage, contest: Contest, area: number): number[] {
  const above = election.areas[area]!.above;
  if (!above.has(contest.area)) return [];
  return contest.selections.flatMap((selection, i) => (above.has(selection.area) ? [i] : []));
}

function index(codes: string[]): Map<string, number> {
  const places = new Map<string, number>();
  codes.forEach((code, i) => {
    if (!CODE.test(code) || places.has(code)) malformed(`not a code, or there twice: '${code.slice(0, 40)}'`);
    places.set(code, i);
  });
  return places;
}

function place(places: Map<string, number>, code: string): number {
  return places.get(code) ?? malformed(`no '${code.slice(0, 40)}' in the package`);
}

function name(text: string, mayBeEmpty: boolean): void {
  if ((text === '' && !mayBeEmpty) || [...text].length > 200 || /\p{Cc}/u.test(text)) malformed('not a name');
}

/** Reads the files; any fault is told under the name of its file. */
export function readPackage(files: Map<string, Uint8Array>): ElectionPackage {
  const digests = new Map<string, string>();
  const table = (file: string, required: string, optional = ''): string[][] => {
    const rows = parseCsv(contentOf(file));
    const header = (rows.shift() ?? []).join(',');
    if (header !== required && (optional === '' || header !== `${required},${optional}`)) malformed(`${file}: another header than ${required}`);
    const width = header.split(',').length;
    for (const row of rows) if (row.length !== width) malformed(`${file}: a row of another width`);
    return rows;
  };
  const contentOf = (file: string): string => {
    const bytes = files.get(file) ?? malformed(`${file} is missing`);
    if (bytes.length > FILE_BYTES) malformed(`${file} has more than 64 MiB`);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) malformed(`${file} has a byte order mark`);
    return fromUtf8(bytes);
  };
  for (const file of files.has(BOUNDARIES) ? [...PACKAGE_FILES, BOUNDARIES] : PACKAGE_FILES) digests.set(file, hex(sha256(files.get(file) ?? malformed(`${file} is missing`))));
  const { code, mode, channels } = readElectionJson(contentOf('election.json'));
  const areas: Area[] = [];
  const areaRows = table('areas.csv', 'area,parent,level,name,nameLatin');
  const areaIndex = index(areaRows.map((row) => row[0]!));
  areaRows.forEach(([, parent, level, local, latin], i) => {
    const above = i === 0 && parent === '' ? -1 : place(areaIndex, parent!);
    if (above >= i || !CODE.test(level!)) malformed('areas.csv: an area before its parent, or a level that is no code');
    name(local!, true);
    name(latin!, false);
    const depth = above < 0 ? 0 : areas[above]!.depth + 1;
    if (depth >= 32) malformed('areas.csv: more than 32 levels');
    areas.push({ code: areaRows[i]![0]!, parent: above, depth, above: new Set([...(areas[above]?.above ?? []), i]) });
  });
  if (areas.length === 0) malformed('areas.csv: no area');
  const stationRows = table('stations.csv', 'station,area,registered,latitude,longitude,name');
  const stationIndex = index(stationRows.map((row) => row[0]!));
  const stations = stationRows.map(([station, area, registered, latitude, longitude, local], i) => {
    if (i > 0 && stationRows[i - 1]![0]! >= station!) malformed('stations.csv: not sorted');
    if ((latitude === '') !== (longitude === '')) malformed('stations.csv: one coordinate alone');
    if (latitude !== '') coordinate(latitude!, 90), coordinate(longitude!, 180);
    name(local!, true);
    return { code: station!, area: place(areaIndex, area!), registered: count(registered!) };
  });
  if (stations.length === 0) malformed('stations.csv: no station');
  const contestRows = table('contests.csv', 'contest,area,name,nameLatin,validVotesBase');
  const contestIndex = index(contestRows.map((row) => row[0]!));
  const contests = contestRows.map(([contest, area, local, latin, base]) => {
    if (base !== 'all-selections' && base !== 'without-none-of-these') malformed('contests.csv: not a base');
    name(local!, true);
    name(latin!, false);
    return { code: contest!, area: place(areaIndex, area!), withoutNoneOfThese: base === 'without-none-of-these', selections: [] as Selection[] };
  });
  if (contests.length === 0) malformed('contests.csv: no contest');
  for (const [contest, selection, type, area, local, latin, colour] of table('selections.csv', 'contest,selection,type,area,name,nameLatin', 'colour')) {
    const held = contests[place(contestIndex, contest!)]!;
    const at = place(areaIndex, area!);
    if (!['list', 'candidate', 'answer', 'independent', 'none-of-these'].includes(type!)) malformed('selections.csv: not a type');
    if (!areas[at]!.above.has(held.area)) malformed('selections.csv: an area outside the contest');
    name(local!, true);
    name(latin!, false);
    if (!/^(#[0-9a-f]{6})?$/.test(colour ?? '')) malformed('selections.csv: not a colour');
    held.selections.push({ code: selection!, type: type!, area: at });
  }
  for (const contest of contests) {
    index(contest.selections.map((selection) => selection.code));
    if (contest.selections.length < 1 || contest.selections.length > 1000) malformed('selections.csv: not 1 to 1000 in a contest');
  }
  const ids = new Set<string>();
  const devices = table('devices.csv', 'station,key').map(([station, text]) => {
    const key = PublicKey.parse(text!);
    if (ids.has(key.id)) malformed('devices.csv: a key id twice');
    ids.add(key.id);
    return { station: place(stationIndex, station!), key };
  });
  if (files.has(BOUNDARIES)) checkBoundaries(files.get(BOUNDARIES)!, contentOf(BOUNDARIES), areaIndex);
  const election = { code, mode, channels, areas, stations, contests, devices, digests, stationIndex, contestIndex };
  checkNoneOfThese(election);
  return election;
}

/** On no ballot twice. */
function checkNoneOfThese(election: ElectionPackage): void {
  for (const contest of election.contests) {
    const none = contest.selections.filter((selection) => selection.type === 'none-of-these');
    if (none.length < 2) continue;
    for (const station of election.stations) {
      const above = election.areas[station.area]!.above;
      if (none.filter((selection) => above.has(selection.area)).length > 1) malformed('selections.csv: none-of-these twice on a ballot');
    }
  }
}

function count(text: string): number {
  if (!/^(0|[1-9][0-9]{0,8})$/.test(text) || Number(text) > COUNT) malformed(`not a count: '${text.slice(0, 20)}'`);
  return Number(text);
}

function coordinate(text: string, limit: number): void {
  if (!/^-?[0-9]{1,3}(\.[0-9]{1,9})?$/.test(text) || Math.abs(Number(text)) > limit) malformed(`not a coordinate: '${text.slice(0, 20)}'`);
}

function readElectionJson(text: string): { code: string; mode: string; channels: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return malformed('election.json: not JSON');
  }
  const fields = json as Record<string, unknown>;
  if (typeof json !== 'object' || json === null || Object.keys(fields).filter((name) => name !== 'licence').sort().join() !== 'channels,code,date,mode,name') malformed('election.json: other fields');
  const { code, date, mode, channels } = fields;
  const names = Object.entries((fields['name'] ?? {}) as Record<string, unknown>);
  if (typeof code !== 'string' || !CODE.test(code)) return malformed('election.json: code');
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) malformed('election.json: date');
  if (mode !== 'real' && mode !== 'rehearsal' && mode !== 're-enactment') return malformed('election.json: mode');
  if (fields['licence'] !== undefined && (typeof fields['licence'] !== 'string' || !/^[A-Za-z0-9.+-]{1,64}$/.test(fields['licence']))) malformed('election.json: licence');
  if (names.length === 0) malformed('election.json: no name');
  for (const [tag, local] of names) {
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/.test(tag) || typeof local !== 'string') return malformed('election.json: name');
    name(local, false);
  }
  if (!Array.isArray(channels) || channels.length < 1 || channels.length > 4) return malformed('election.json: channels');
  index(channels as string[]);
  return { code, mode, channels: channels as string[] };
}
