/** The trust file: the one thing a reader brings along. */
import { decimal, malformed } from './bytes.ts';
import { PublicKey } from './key.ts';
import type { TrustFile } from './register.ts';

export function readTrust(text: string): TrustFile {
  let threshold: number | undefined;
  const keys: PublicKey[] = [];
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const match = /^threshold ([0-9]+)$/.exec(words);
    if (match === null) {
      const key = PublicKey.parse(words);
      if (keys.some((other) => other.id === key.id)) malformed('a key twice');
      keys.push(key);
    } else {
      if (threshold !== undefined) malformed('two thresholds');
      threshold = decimal(match[1]!, 32);
    }
  }
  const needed = threshold ?? 1;
  if (keys.length < 1 || keys.length > 32 || needed < 1 || needed > keys.length) malformed('not 1 to 32 keys, or another threshold');
  return { threshold: needed, keys };
}

/** Its one spelling, as it is published. */
export function trustText(trust: TrustFile): string {
  const keys = [...trust.keys].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [`threshold ${trust.threshold}`, ...keys].map((line) => `${line}\n`).join('');
}
