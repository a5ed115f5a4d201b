/** `cotejo-verify`: verifies a publication from its files alone, under Node. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DoesNotHold, fromUtf8, hex, Malformed } from './verify/bytes.ts';
import { useSha256 } from './verify/hash.ts';
import { readPolicy } from './verify/note.ts';
import { readTrust } from './verify/trust.ts';
import { verify, type Options, type Step, type Verified } from './verify/verify.ts';
import { openSource } from './source.ts';

const HELP = `Usage: node verify.mjs [--forget] [--at-least=SIZE] --authority=KEY
                       [--policy=FILE] DIR-or-URL
Verify a publication from its files alone, by a program that shares nothing with
the one that published it but the document of its formats.

      DIR-or-URL        Where the publication is.
      --at-least=SIZE   Refuse a log with fewer entries.
      --authority=KEY   The authority's public keys: a file, or one key as
                        ed25519:<hex>.
      --forget          Do not compare with the newest state this user verified
                        before, nor remember this one.
  -h, --help            Show this help message and exit.
      --policy=FILE     Demand cosignatures of witnesses: a C2SP tlog-policy.

Examples:
  node verify.mjs public/ --authority authority.pub
  node verify.mjs https://results.example --authority authority.pub

Exit codes: 0 everything holds; 1 something does not (the first place is named);
  2 nothing could be checked, because it is absent or out of reach.
`;

const HOLDS: Record<Step, (count: string) => string> = {
  checkpoint: (count) => `The checkpoint of ${count} entries is signed by the log of the election.`,
  package: (count) => `The election package is the one that entry 0 binds: ${count} polling stations.`,
  tree: () => 'All entries and tiles are under the root that is signed.',
  entries: (count) => `Every entry is signed by whom it has to be; bulletins that are what their entries give: ${count}.`,
  files: (count) => `All ${count} published files are what the log gives.`,
};

const TRIES = 5;
const NOTHING = new Uint8Array(0);
const WAIT_SECONDS = 30;

class Usage extends Error {}

useSha256((bytes) => createHash('sha256').update(bytes).digest());
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'at-least': { type: 'string' }, authority: { type: 'string' }, policy: { type: 'string' },
        forget: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(HELP);
      return 0;
    }
    const [place] = positionals;
    if (place === undefined || positionals.length > 1 || values.authority === undefined) throw new Usage('one DIR-or-URL and --authority are needed');
    const atLeast = values['at-least'] === undefined ? 0 : Number(values['at-least']);
    if (!Number.isSafeInteger(atLeast) || atLeast < 0) throw new Usage('--at-least is not a number');
    const options: Options = {
      trust: await readAuthority(values.authority),
      atLeast,
      step: (step, count) => process.stdout.write(`  ${HOLDS[step](count.toLocaleString('en'))}\n`),
      ...(values.policy === undefined ? {} : { policy: await readPolicyFile(values.policy) }),
      ...(values.forget === true ? {} : { remembered }),
    };
    const verified = await verifyPatiently(place, options);
    if (values.forget !== true) await remember(verified);
    process.stdout.write(summary(verified));
    return 0;
  } catch (e) {
    if (e instanceof DoesNotHold) {
      process.stdout.write(`Does not hold. ${e.place}: ${e.reason}\n`);
      return 1;
    }
    process.stderr.write(`cotejo-verify: ${e instanceof Error ? e.message : String(e)}\nSee: node verify.mjs --help\n`);
    return 2;
  }
}

/** What does not fit counts only if the publication has not moved on meanwhile. */
async function verifyPatiently(place: string, options: Options): Promise<Verified> {
  for (let tries = 1; ; tries++) {
    const source = await openSource(place);
    const before = await source.read('checkpoint', 262_144);
    try {
      return await verify(source, options);
    } catch (e) {
      if (!(e instanceof DoesNotHold) || tries === TRIES) throw e;
      const isMoving = async (): Promise<boolean> => (await source.read('checkpoint.next', 262_144)) !== undefined;
      const after = await source.read('checkpoint', 262_144);
      const moved = hex(after ?? NOTHING) !== hex(before ?? NOTHING);
      if (!moved && !(await isMoving())) throw e;
      for (let second = 0; second < WAIT_SECONDS && (await isMoving()); second++) await sleep(1000);
      if (!moved && (await isMoving())) throw e;
    }
  }
}

async function readAuthority(value: string): Promise<Options['trust']> {
  const text = /^(ed25519|eddsa|es256):/.test(value) ? value : fromUtf8(await readFile(value));
  try {
    return readTrust(text);
  } catch (e) {
    if (e instanceof Malformed) throw new Usage(`${value}: ${e.message}`);
    throw e;
  }
}

async function readPolicyFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  try {
    readPolicy(bytes);
  } catch (e) {
    if (e instanceof Malformed) throw new Usage(`${path}: ${e.message}`);
    throw e;
  }
  return bytes;
}

function seen(electionId: string): string {
  const state = process.env['XDG_STATE_HOME'];
  return join(state === undefined || state === '' ? join(homedir(), '.local/state') : state, 'cotejo/seen', electionId);
}

async function remembered(electionId: string): Promise<{ size: number; root: string } | undefined> {
  let text: string;
  try {
    text = await readFile(seen(electionId), 'utf8');
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw e;
  }
  const match = /^([1-9][0-9]{0,9}) ([0-9a-f]{64})\n?$/.exec(text);
  if (match === null) throw new Usage(`${seen(electionId)} is not a remembered state; remove it or use --forget`);
  return { size: Number(match[1]), root: match[2]! };
}

async function remember(verified: Verified): Promise<void> {
  const path = seen(verified.electionId);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${verified.size} ${hex(verified.root)}\n`);
}

function summary(v: Verified): string {
  return `Everything holds.
  election    ${v.code} (${v.mode})
  log         ${v.size.toLocaleString('en')} entries, newest time-mark ${new Date(v.asOf * 1000).toISOString()}
  bulletins   ${v.bulletins}
  findings    ${v.findings.toLocaleString('en')}
  files       ${v.files.toLocaleString('en')}; pages are compared with the manifest that the log binds, not laid down again
`;
}
