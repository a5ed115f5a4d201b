/** A small election night that the Java side ran, and a plain file server that may change what it serves. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';

const LIBRARIES = '../cli/target/cotejo/lib';
const STATIONS = '240';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.csv': 'text/csv', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Runs an election night of 240 stations in 2 contests; gives the published directory. */
export function holdNight(directory: string): string {
  if (!existsSync(LIBRARIES)) throw new Error('the Java modules are not built: run ./mvnw verify, or ./mvnw -pl cli,site -am verify');
  rmSync(directory, { recursive: true, force: true });
  const java = process.env['JAVA_HOME'] === undefined ? 'java' : join(process.env['JAVA_HOME'], 'bin/java');
  const cotejo = (...args: string[]): void => {
    execFileSync(java, ['-cp', `${LIBRARIES}/*`, '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', `-Dcotejo.home=${resolve('..')}`, 'org.cotejo.cli.Cotejo', ...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
  };
  cotejo('package', 'synthesize', '--stations', STATIONS, '--contests', '2', '--out', `${directory}/election`);
  cotejo('demo', '--election', `${directory}/election`, '--rate', '60', '--dir', `${directory}/night`, '--exit');
  return `${directory}/night/public`;
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

/** Serves a directory below a path of its own, as any file server does. */
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
    const file = normalize(join(root, path));
    const isThere = pathname.startsWith(below) && file.startsWith(root) && existsSync(file) && statSync(file).isFile();
    const bytes = extra.has(path) ? extra.get(path) : isThere ? (change.get(path) ?? ((all: Uint8Array) => all))(readFileSync(file)) : undefined;
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (bytes === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-cache' }).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${below}`;
  return { address, change, extra, asked, close: () => server.close() };
}
