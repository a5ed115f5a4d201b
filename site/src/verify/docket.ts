/** What is said in a log about its records: claims, challenges, evidence, rulings and corrigenda, as they were signed. */
import { concat, fromHex, hex, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { WIDTH } from './files.ts';
import type { PublicKey } from './key.ts';
import type { Light } from './light.ts';
import { isSignedBy } from './sign1.ts';
import { readStatement, type Content, type Evidence, type Figures, type Statement } from './statement.ts';

/** The type stands within the header, in ASCII, so most entries need not be decoded. */
const TYPES = /claim|challenge|evidence|ruling|corrigendum|enrolment/;
const HEADER_BYTES = 200;

export type Filing = Extract<Content, { type: 'claim' | 'challenge' | 'evidence' | 'ruling' | 'corrigendum' | 'order' }>;

export interface Filed {
  readonly entry: number;
  readonly leaf: string;
  readonly subject: string;
  readonly kid: string;
  /** An organisation's code; `court`; `authority`; undefined if no key signed it that entry 0, the trust file or an organisation names. */
  readonly by: string | undefined;
  readonly content: Filing;
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

/**
 * Every filing of a log, in its order, each under the checkpoint. Whether who signed it might, and whether a decision had
 * an effect, takes the whole fold: see verify.ts.
 */
export async function readDocket(light: Light, progress: (done: number, all: number) => void): Promise<Filed[]> {
  const { size } = light.newest;
  const signers = new Signers(light);
  const found: Filed[] = [];
  for (let n = 0; n * WIDTH < size; n++) {
    for (const [i, bytes] of (await light.entriesOf(n)).entries()) {
      if (!TYPES.test(String.fromCharCode(...bytes.subarray(0, HEADER_BYTES)))) continue;
      const statement = readStatement(bytes);
      if (statement.issuer !== light.newest.electionId) continue;
      const { content } = statement;
      if (content.type === 'enrolment' && content.enrolment.change === 'agent') await signers.enrol(statement, content.enrolment.key);
      if (!isFiling(content)) continue;
      found.push({ entry: n * WIDTH + i, leaf: hex(statement.leaf), subject: statement.subject, kid: statement.kid, by: await signers.of(statement), content, before: await targetOf(light, content), commitment: content.type === 'evidence' ? commitmentOf(content.evidence) : undefined });
    }
    progress(Math.min(size, (n + 1) * WIDTH), size);
  }
  return found;
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

async function targetOf(light: Light, content: Filing): Promise<Figures | undefined> {
  if (content.type !== 'ruling' && content.type !== 'corrigendum') return undefined;
  const entry = await light.tiles.find(fromHex(content.correction.target), light.root, () => undefined);
  return entry === undefined ? undefined : figuresOf((await light.logged(entry)).content);
}

function figuresOf(content: Content): Figures | undefined {
  if (content.type === 'tally-record') return content.figures;
  if (content.type !== 'ruling' && content.type !== 'corrigendum') return undefined;
  return content.correction.decision === 'replace' ? content.correction.figures : undefined;
}
