/** Where published files come from, and which of them there have to be. */
import { hex, malformed, utf8 } from './bytes.ts';
import { field } from './csv.ts';
import { sha256 } from './hash.ts';
import { logFiles } from './merkle.ts';
import { BOUNDARIES, PACKAGE_FILES, type ElectionPackage } from './package.ts';

/** A directory, or an address. */
export interface Source {
  /** Undefined if there is no such file. */
  read(path: string, limit: number): Promise<Uint8Array | undefined>;
  /** Every file there is; undefined where files cannot be listed. */
  list(): Promise<string[] | undefined>;
}

/** Partial files of earlier sizes that are still kept; `sizes` are all published ones, the newest last. */
export function keptPartials(sizes: number[]): { path: string; row: 'entries' | number; index: number; width: number }[] {
  const before = sizes.at(-2) ?? 0;
  const kept = new Map<string, ReturnType<typeof logFiles>[number]>();
  for (const size of sizes.slice(0, -1)) {
    for (const file of partialFiles(size)) {
      const full = (file.index + 1) * (file.row === 'entries' ? 256 : 256 ** (file.row + 1));
      if (before < full) kept.set(file.path, file);
    }
  }
  return [...kept.values()];
}

function partialFiles(size: number): ReturnType<typeof logFiles> {
  return logFiles(size).filter((file) => file.width < 256);
}

/** The pages of a publication. Their HTML is laid down by the code that writes it, so only their names can be told. */
export function pageNames(election: ElectionPackage): string[] {
  const areas = election.areas.filter((area) => area.depth === 1 || area.depth === 2).map((area) => `areas/${area.code}.html`);
  const pages = ['index.html', ...areas];
  return ['style.css', ...pages, ...pages.map((page) => `es/${page}`)];
}

/** The files of the package; the ones it need not have where entry 0 binds them. */
export function packageFiles(bound: Map<string, string>): string[] {
  return bound.has(BOUNDARIES) ? [...PACKAGE_FILES, BOUNDARIES] : [...PACKAGE_FILES];
}

/** The files of the program that entry 0 binds, with their digests. */
export const PROGRAM_LIST = 'site/files.sha256';
export const PROGRAM_BYTES = 8 * 1024 * 1024;

/** Reads the list of a program, in the form of `sha256sum`. */
export function readProgramList(text: string): { path: string; digest: string }[] {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 1 || lines.length > 64) return malformed('not 1 to 64 lines');
  const listed = lines.map((line) => {
    const match = /^([0-9a-f]{64})  ([a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)?)$/.exec(line);
    return match === null ? malformed('not a line of a digest and a name') : { path: `site/${match[2]!}`, digest: match[1]! };
  });
  for (let i = 1; i < listed.length; i++) if (listed[i - 1]!.path >= listed[i]!.path) malformed('not sorted');
  return listed;
}

export function manifestOf(files: Map<string, { size: number; digest: string }>): Uint8Array {
  const rows = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, { size, digest }]) => `${field(path)},${size},${digest}\n`);
  return utf8('path,size,sha256\n' + rows.join(''));
}

/** `path` to `size,sha256`; what is not such a line is left out, since the whole is compared afterwards. */
export function fromManifest(bytes: Uint8Array): Map<string, string> {
  const listed = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const comma = line.indexOf(',');
    if (comma > 0) listed.set(line.slice(0, comma), line.slice(comma + 1));
  }
  return listed;
}

export function rowOf(bytes: Uint8Array): { size: number; digest: string } {
  return { size: bytes.length, digest: hex(sha256(bytes)) };
}

const OUTCOMES = ['cosigned', 'timeout', 'unreachable', 'broken-off', 'garbage', 'bad-signature', 'ahead', 'conflict', 'unknown-log', 'inconsistent', 'refused'];

/** Reads `witnesses.json` in its one form; the names of those who cosigned. */
export function readWitnesses(text: string, size: bigint): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return malformed('not JSON');
  }
  const { size: claimed, quorum, witnesses } = json as { size: unknown; quorum: unknown; witnesses: unknown };
  if (typeof quorum !== 'boolean' || typeof claimed !== 'number' || !Array.isArray(witnesses) || witnesses.length > 48) return malformed('another form');
  const list = witnesses as { name: unknown; outcome: unknown }[];
  const rows = list.map(({ name, outcome }) => {
    if (typeof name !== 'string' || !OUTCOMES.includes(outcome as string)) malformed('another form');
    return `{"name":${JSON.stringify(name)},"outcome":"${outcome as string}"}`;
  });
  if (`{"size":${claimed},"quorum":${quorum},"witnesses":[${rows.join()}]}\n` !== text) malformed('another form');
  if (BigInt(claimed) !== size) malformed('it is about a checkpoint of another size');
  return list.filter(({ outcome }) => outcome === 'cosigned').map(({ name }) => name as string);
}
