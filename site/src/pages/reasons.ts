/** Why something does not hold, in the reader's language: the verifier says it in English, in sentences that a file for each language knows. */
import REASONS from 'reasons';
import { DoesNotHold } from '../verify/bytes.ts';
import { h } from './dom.ts';
import { OutOfReach } from './site.ts';
import { Failed, NotAnAddress } from './worker-client.ts';
import { language, say } from './words.ts';

/** The sentence in a language; undefined if that does not have it. */
export function translated(reason: string, sentences: Record<string, string>): string | undefined {
  for (const [english, other] of Object.entries(sentences)) {
    const found = pattern(english).exec(reason);
    if (found !== null) return other.replace(/\{(\d)\}/g, (_, place: string) => found[Number(place)]!);
  }
  return undefined;
}

/** What stands at {1} and so on may be anything. */
function pattern(english: string): RegExp {
  const parts = english.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}

/** A paragraph with it; in English, and said to be, where the language has no words for it. */
export function reasonText(reason: string): HTMLElement {
  const said = language === 'en' ? undefined : translated(reason, REASONS[language] ?? {});
  return said === undefined ? h('p', { lang: 'en' }, reason) : h('p', {}, said);
}

/** What went wrong, whatever it was; what only programmers understand stands below, as it is. */
export function explained(e: unknown): HTMLElement[] {
  if (e instanceof NotAnAddress) return [h('p', {}, say('source.refused'))];
  if (e instanceof DoesNotHold) return [h('p', {}, e.place), reasonText(e.reason)];
  const reason = e instanceof Error ? e.message : String(e);
  const kind = e instanceof Failed ? e.kind : e instanceof OutOfReach ? 'out-of-reach' : 'error';
  if (kind === 'does-not-hold') return [h('p', {}, (e as Failed).place), reasonText(reason)];
  if (kind === 'undecided' || kind === 'malformed') return [reasonText(reason)];
  return [h('p', {}, say(kind === 'out-of-reach' ? 'problem.reach' : 'problem.form')), h('p', { lang: 'en', class: 'soft' }, reason)];
}
