/** A small election night that the Java side ran, and a plain file server that may change what it serves. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';

const LIBRARIES = '../cli/target/cotejo/lib';
const STATIONS = '240';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.csv': 'text/csv', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const BROWSER_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP results.example 127.0.0.1'];

/** Runs an election night of 240 stations in 2 contests; gives the published directory. */
export function holdNight(directory: string): string {
  if (!existsSync(LIBRARIES)) throw new Error('the Java modules are not built: run ./mvnw verify, or ./mvnw -pl cli,site -am verify');
  rmSync(directory, { recursive: true, force: true });
  const java = process.env['JAVA_HOME'] === undefined ? 'java' : join(process.env['JAVA_HOME'], 'bin/java');
  const cotejo = (...args: string[]): void => {
    execFileSync(java, ['-cp', `${LIBRARIES}/*`, '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', `-Dcotejo.home=${resolve('..')}`, 'org.cotejo.cli.Cotejo', ...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
  };
  cotejo('package', 'synthesize', '--stations', STATIONS, '--contests', '2', '--out', `${directory}/election`);
  furnish(`${directory}/election/package`);
  cotejo('demo', '--election', `${directory}/election`, '--rate', '60', '--dir', `${directory}/night`, '--exit');
  return `${directory}/night/public`;
}

/** Gives a synthetic package what it may have besides: colours, a licence, and regions side by side with their outlines. */
function furnish(directory: string): void {
  const rewrite = (file: string, change: (rows: string[]) => string[]): void => {
    const [header, ...rows] = readFileSync(`${directory}/${file}`, 'utf8').trimEnd().split('\n');
    writeFileSync(`${directory}/${file}`, change([header!, ...rows]).map((row) => `${row}\n`).join(''));
  };
  const colours = ['#c1272d', '#0a3d91', '#f7d417', '#2e7d32', '#ffffff', '#1c1c1c'];
  rewrite('selections.csv', ([header, ...rows]) => [`${header},colour`, ...rows.map((row, i) => `${row},${row.includes(',none,') ? '' : colours[i % colours.length]}`)]);
  const areas = readFileSync(`${directory}/areas.csv`, 'utf8').trimEnd().split('\n').slice(1).map((row) => row.split(','));
  const parents = new Map(areas.map(([area, parent]) => [area!, parent!]));
  const regions = areas.filter(([, , level]) => level === 'region').map(([area]) => area!);
  const regionOf = (area: string): number => (regions.includes(area) ? regions.indexOf(area) : regionOf(parents.get(area)!));
  const columns = Math.ceil(Math.sqrt(regions.length));
  const corner = (i: number): [number, number] => [-70 + 3 * (i % columns), -10 - 2 * Math.floor(i / columns)];
  rewrite('stations.csv', ([header, ...rows]) => [header!, ...rows.map((row, i) => {
    const fields = row.split(',');
    const [x, y] = corner(regionOf(fields[1]!));
    const angle = i * 2.4;
    const radius = Math.sqrt((i % 40) / 40);
    return [...fields.slice(0, 3), (y + 0.8 * radius * Math.sin(angle)).toFixed(5), (x + 1.2 * radius * Math.cos(angle)).toFixed(5), ...fields.slice(5)].join(',');
  })]);
  const features = regions.map((area, i) => {
    const [x, y] = corner(i);
    const ring = [[-1.5, -0.8], [-1.2, -1], [1.3, -0.9], [1.5, 0.7], [0.4, 1], [-1.4, 0.9], [-1.5, -0.8]].map(([a, b]) => [x + a!, y + b!]);
    return { type: 'Feature', properties: { area }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  writeFileSync(`${directory}/boundaries.geojson`, JSON.stringify({ type: 'FeatureCollection', features }));
  const election = JSON.parse(readFileSync(`${directory}/election.json`, 'utf8'));
  writeFileSync(`${directory}/election.json`, JSON.stringify({ ...election, licence: 'CC-BY-4.0' }));
}

export interface Serving {
  readonly address: string;
  /** Changes a file on its way; undefined takes it away. */
  readonly change: Map<string, (bytes: Uint8Array) => Uint8Array | undefined>;
  /** Files that are not there. */
  readonly extra: Map<string, Uint8Array>;
  readonly asked: string[];
  close(): void;
}

/** Serves a directory, and `data/` beside it, below a path of its own, as any file server does. */
export async function serve(directory: string, below = '/'): Promise<Serving> {
  const change = new Map<string, (bytes: Uint8Array) => Uint8Array | undefined>();
  const extra = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const root = resolve(directory);
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    let path = decodeURIComponent(pathname.slice(below.length));
    if (path === '' || path.endsWith('/')) path += 'index.html';
    asked.push(path);
    const file = normalize(join(path.startsWith('data/') ? resolve(root, '..') : root, path));
    const isThere = pathname.startsWith(below) && file.startsWith(resolve(root, '..')) && existsSync(file) && statSync(file).isFile();
    const bytes = extra.has(path) ? extra.get(path) : isThere ? (change.get(path) ?? ((all: Uint8Array) => all))(readFileSync(file)) : undefined;
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (bytes === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-cache' }).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${below}`;
  return { address, change, extra, asked, close: () => server.close() };
}
