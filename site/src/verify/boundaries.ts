/** Outlines of areas (RFC 7946), which a map draws; nothing is counted by them. */
import { malformed } from './bytes.ts';

const BYTES = 16 * 1024 * 1024;
const POSITIONS = 500_000;

/** Longitude and latitude in degrees. */
export type Position = [number, number];
export type Polygon = Position[][];

export interface Outline {
  readonly area: string;
  readonly polygons: Polygon[];
}

interface Feature {
  readonly type: unknown;
  readonly properties: { readonly area: unknown } | null;
  readonly geometry: { readonly type: unknown; readonly coordinates: unknown } | null;
}

/** Refuses what is no `boundaries.geojson` of a package with these areas. */
export function checkBoundaries(bytes: Uint8Array, text: string, areas: Map<string, number>): void {
  if (bytes.length > BYTES) malformed('boundaries.geojson: larger than 16 MiB');
  const known = new Set<string>();
  let positions = 0;
  for (const { area, polygons } of readOutlines(text)) {
    if (!areas.has(area) || known.has(area)) malformed(`boundaries.geojson: no known area, or one twice: '${area.slice(0, 40)}'`);
    known.add(area);
    for (const ring of polygons.flat()) positions += ring.length;
  }
  if (positions > POSITIONS) malformed(`boundaries.geojson: more than ${POSITIONS} positions`);
}

export function readOutlines(text: string): Outline[] {
  let json: { type?: unknown; features?: unknown } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    return malformed('boundaries.geojson: not JSON');
  }
  if (json?.type !== 'FeatureCollection' || !Array.isArray(json.features)) return malformed('boundaries.geojson: not a FeatureCollection');
  return (json.features as (Feature | null)[]).map((feature) => {
    const area = feature?.properties?.area;
    if (feature?.type !== 'Feature' || typeof area !== 'string') return malformed('boundaries.geojson: no Feature with an area');
    const { type, coordinates } = feature.geometry ?? { type: undefined, coordinates: undefined };
    const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : undefined;
    if (!isListOf(polygons, (rings) => isListOf(rings, isRing))) return malformed(`boundaries.geojson: '${area.slice(0, 40)}' has no outline`);
    return { area, polygons: polygons as Polygon[] };
  });
}

function isListOf(list: unknown, holds: (item: unknown) => boolean): boolean {
  return Array.isArray(list) && list.length > 0 && list.every(holds);
}

function isRing(ring: unknown): boolean {
  if (!isListOf(ring, isPosition)) return false;
  const positions = ring as Position[];
  const [first, last] = [positions[0]!, positions.at(-1)!];
  return positions.length >= 4 && first[0] === last[0] && first[1] === last[1];
}

function isPosition(position: unknown): boolean {
  return Array.isArray(position) && position.length === 2 && isWithin(position[0], 180) && isWithin(position[1], 90);
}

function isWithin(degrees: unknown, limit: number): boolean {
  return typeof degrees === 'number' && Math.abs(degrees) <= limit;
}
