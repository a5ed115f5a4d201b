/** What is said in a log about its records: claims, challenges, evidence, rulings and corrigenda, as they were signed. */
import { concat, fromHex, hex, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { WIDTH } from './files.ts';
import type { PublicKey } from './key.ts';
import type { Light } from './light.ts';
import { isSignedBy } from './sign1.ts';
import { readStatement, type Content, type Evidence, type Figures, type Statement } from './statement.ts';

/** The type stands within the header, in ASCII, so most entries need not be decoded. */
const TYPES = /claim|challenge|evidence|ruling|corrigendum|enrolment|time-mark/;
const HEADER_BYTES = 200;

export type Filing = Extract<Content, { type: 'claim' | 'challenge' | 'evidence' | 'ruling' | 'corrigendum' | 'order' }>;

/** Times of the operator's marks around an entry, POSIX seconds; undefined where there is none. */
export interface Arrival {
  readonly after: number | undefined;
  readonly before: number | undefined;
}

export interface Filed {
  readonly entry: number;
  readonly leaf: string;
  readonly subject: string;
  readonly kid: string;
  /** An organisation's code; `court`; `authority`; undefined if no key signed it that entry 0, the trust file or an organisation names. */
  readonly by: string | undefined;
  readonly content: Filing;
  readonly arrival: Arrival;
  /** Of what a ruling or corrigendum names, if that gives figures. */
  readonly before: Figures | undefined;
  /** To what a disclosure fits. */
  readonly commitment: string | undefined;
}

/** Whose key is whose, as far as the log had said by then. */
class Signers {
  private readonly keys = new Map<string, { by: string; key: PublicKey; agent: boolean }>();

  constructor(light: Light) {
    for (const key of light.trust.keys) this.keys.set(key.id, { by: 'authority', key, agent: false });
    for (const key of light.election.courts) this.keys.set(key.id, { by: 'court', key, agent: false });
    for (const { code, key } of light.election.organisations) this.keys.set(key.id, { by: code, key, agent: false });
  }

  async of(statement: Statement): Promise<string | undefined> {
    const known = this.keys.get(statement.kid);
    return known !== undefined && (await isSignedBy(statement, known.key)) ? known.by : undefined;
  }

  /** An organisation enrols its own agents. */
  async enrol(statement: Statement, key: PublicKey): Promise<void> {
    const organisation = this.keys.get(statement.kid);
    const by = await this.of(statement);
    if (by === undefined || organisation!.agent || by === 'authority' || by === 'court' || this.keys.has(key.id)) return;
    this.keys.set(key.id, { by, key, agent: true });
  }
}

/** When filings arrived: the log has time-marks of its operator, and of nothing else it is known when it came. */
class Clock {
  private latest: number | undefined;
  /** Marks since the last filing. Few of them have to be held against a key: most logs have many more marks than filings. */
  private since: { time: number; statement: Statement }[] = [];
  private waiting: ((before: number) => void)[] = [];

  constructor(private readonly light: Light) {}

  async mark(time: number, statement: Statement): Promise<void> {
    if (this.waiting.length === 0) return void this.since.push({ time, statement });
    if (!(await this.light.isOfOperator(statement))) return;
    this.latest = Math.max(this.latest ?? 0, time);
    for (const tell of this.waiting) tell(this.latest);
    this.waiting = [];
  }

  async arrived(): Promise<Arrival> {
    for (const { time, statement } of this.since.sort((a, b) => b.time - a.time)) {
      if (!(await this.light.isOfOperator(statement))) continue;
      this.latest = Math.max(this.latest ?? 0, time);
      break;
    }
    this.since = [];
    const arrival: { after: number | undefined; before: number | undefined } = { after: this.latest, before: undefined };
    this.waiting.push((before) => (arrival.before = before));
    return arrival;
  }
}

/**
 * Every filing of a log, in its order, each under the checkpoint. Whether who signed it might, and whether a decision had
 * an effect, takes the whole fold: see verify.ts.
 */
export async function readDocket(light: Light, progress: (done: number, all: number) => void): Promise<Filed[]> {
  const { size } = light.newest;
  const signers = new Signers(light);
  const clock = new Clock(light);
  const found: Omit<Filed, 'before'>[] = [];
  for (let n = 0; n * WIDTH < size; n++) {
    for (const [i, bytes] of (await light.entriesOf(n)).entries()) {
      if (!TYPES.test(String.fromCharCode(...bytes.subarray(0, HEADER_BYTES)))) continue;
      const statement = readStatement(bytes);
      if (statement.issuer !== light.newest.electionId) continue;
      const { content } = statement;
      if (content.type === 'time-mark') await clock.mark(content.time, statement);
      if (content.type === 'enrolment' && content.enrolment.change === 'agent') await signers.enrol(statement, content.enrolment.key);
      if (!isFiling(content)) continue;
      found.push({
        entry: n * WIDTH + i, leaf: hex(statement.leaf), subject: statement.subject, kid: statement.kid, by: await signers.of(statement), arrival: await clock.arrived(),
        content, commitment: content.type === 'evidence' ? commitmentOf(content.evidence) : undefined,
      });
    }
    progress(Math.min(size, (n + 1) * WIDTH), size);
  }
  const figures = await figuresAt(light, new Set(found.flatMap(({ content }) => targetOf(content) ?? [])));
  return found.map((each) => ({ ...each, before: figures.get(targetOf(each.content) ?? '') }));
}

function isFiling(content: Content): content is Filing {
  switch (content.type) {
    case 'claim': case 'challenge': case 'evidence': case 'ruling': case 'corrigendum': case 'order':
      return true;
    default:
      return false;
  }
}

function commitmentOf({ digest, size, salt }: Evidence): string | undefined {
  if (salt === undefined) return undefined;
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(size!));
  return hex(sha256(concat(utf8('cotejo-exhibit/1'), salt, fromHex(digest), new Uint8Array(length.buffer))));
}

function targetOf(content: Filing): string | undefined {
  return content.type === 'ruling' || content.type === 'corrigendum' ? content.correction.target : undefined;
}

/** What the statements with these leaf hashes give: the hashes are walked through once, however many are looked for. */
async function figuresAt(light: Light, leaves: Set<string>): Promise<Map<string, Figures | undefined>> {
  const found = new Map<string, Figures | undefined>();
  for (let n = 0; n * WIDTH < light.newest.size && found.size < leaves.size; n++) {
    const hashes = await light.tiles.leaves(n, light.root);
    const here = Array.from({ length: hashes.length / 32 }, (_, i) => hex(hashes.subarray(32 * i, 32 * i + 32))).map((leaf, i) => ({ leaf, i })).filter(({ leaf }) => leaves.has(leaf));
    if (here.length === 0) continue;
    const entries = await light.entriesOf(n);
    for (const { leaf, i } of here) found.set(leaf, figuresOf(readStatement(entries[i]!).content));
  }
  return found;
}

function figuresOf(content: Content): Figures | undefined {
  if (content.type === 'tally-record') return content.figures;
  if (content.type !== 'ruling' && content.type !== 'corrigendum') return undefined;
  return content.correction.decision === 'replace' ? content.correction.figures : undefined;
}
