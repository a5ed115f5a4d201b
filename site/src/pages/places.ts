/** Areas and stations of the package, for finding one of them among many. */
import { fromUtf8, hex } from '../verify/bytes.ts';
import { parseCsv } from '../verify/csv.ts';
import { sha256 } from '../verify/hash.ts';
import { OutOfReach, type Site } from './site.ts';

export interface Place {
  readonly code: string;
  readonly name: string;
  readonly nameLatin: string;
}

export interface StationPlace {
  readonly code: string;
  readonly name: string;
  readonly registered: number;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** Areas it is in, the whole first. */
  readonly areas: Place[];
}

interface Area extends Place {
  readonly parent: Area | undefined;
}

const FILE_BYTES = 64 * 1024 * 1024;

export class Places {
  /** What a search looks at; made when there is one. */
  private folded: string[] | undefined;

  private constructor(
    private readonly stations: { code: string; area: Area; row: string[] }[],
    readonly areas: Map<string, Area>,
    /** Of the files it was read from, to be held against entry 0. */
    readonly digests: Record<string, string>,
  ) {}

  static async read(site: Site): Promise<Places> {
    const digests: Record<string, string> = {};
    const [areaText, stationText] = await Promise.all(['areas.csv', 'stations.csv'].map(async (file) => {
      const bytes = await site.read(`package/${file}`, FILE_BYTES);
      if (bytes === undefined) throw new OutOfReach(`${site.root}package/${file}: 404`);
      digests[file] = hex(sha256(bytes));
      return fromUtf8(bytes);
    })) as [string, string];
    const areas = new Map<string, Area>();
    for (const [code, parent, , name, nameLatin] of parseCsv(areaText).slice(1)) {
      areas.set(code!, { code: code!, name: name!, nameLatin: nameLatin!, parent: areas.get(parent!) });
    }
    const stations = parseCsv(stationText).slice(1).map((row) => ({ code: row[0]!, area: areas.get(row[1]!)!, row }));
    return new Places(stations, areas, digests);
  }

  station(code: string): StationPlace | undefined {
    // Sorted by code.
    let [from, to] = [0, this.stations.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.stations[middle]!.code < code) from = middle + 1;
      else to = middle;
    }
    return this.stations[from]?.code === code ? this.at(from) : undefined;
  }

  at(index: number): StationPlace {
    const { code, area, row } = this.stations[index]!;
    const [latitude, longitude] = row[3] === '' ? [undefined, undefined] : [Number(row[3]), Number(row[4])];
    return { code, name: row[5]!, registered: Number(row[2]), latitude, longitude, areas: pathOf(area).map(({ code: c, name, nameLatin }) => ({ code: c, name, nameLatin })) };
  }

  /** Indexes of stations whose code, name or areas have every word of a text. */
  find(text: string): number[] {
    const words = fold(text).split(/\s+/).filter((word) => word !== '');
    const folded = (this.folded ??= this.foldAll());
    const found: number[] = [];
    for (let i = 0; i < folded.length; i++) if (words.every((word) => folded[i]!.includes(word))) found.push(i);
    return found;
  }

  private foldAll(): string[] {
    const ofAreas = new Map([...this.areas.values()].map((area) => [area, fold(pathOf(area).map((a) => `${a.code} ${a.name} ${a.nameLatin}`).join(' '))]));
    return this.stations.map(({ code, area, row }) => `${fold(`${code} ${row[5] ?? ''}`)} ${ofAreas.get(area)!}`);
  }

  /** Codes of the areas a station is in. */
  above(index: number): string[] {
    return pathOf(this.stations[index]!.area).map((area) => area.code);
  }

  code(index: number): string {
    return this.stations[index]!.code;
  }

  isIn(index: number, area: string): boolean {
    for (let at: Area | undefined = this.stations[index]!.area; at !== undefined; at = at.parent) if (at.code === area) return true;
    return false;
  }
}

function pathOf(area: Area): Area[] {
  const path: Area[] = [];
  for (let at: Area | undefined = area; at !== undefined; at = at.parent) path.unshift(at);
  return path;
}

/** Without case and accents: nobody types them when searching. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase();
}
