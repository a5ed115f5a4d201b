/** The check that every page runs by itself: that what it shows comes from files which are signed and in the log. */
import { ask, remember, trust } from './worker-client.ts';
import { byId } from './dom.ts';
import type { Frame } from './frame.ts';
import { Verdict } from './verdict.ts';
import type { Pointer } from './totals.ts';
import { say, type Key } from './words.ts';
import type { Shown } from './worker.ts';

/**
 * @param files shards and lists of findings that the page was made of
 * @param texts small files of the package, as the page read them
 * @param holds what is said if it holds; it may name the bulletin
 * @param bulletins others that the page shows
 */
export async function checkPage(frame: Frame, files: string[], texts: Record<string, string>, shown: Shown[], holds: Key, bulletins: Pointer[] = []): Promise<void> {
  const { latest, electionText } = frame;
  if (latest === undefined) return;
  const verdict = new Verdict();
  byId('check').replaceChildren(verdict.element);
  try {
    const keys = await trust();
    const page = { latest, bulletins, files: [...new Set(files)], texts: { 'election.json': electionText, ...texts } };
    const { newest, newer } = await ask('page', (progress) => 'checked' in progress && verdict.step(progress.checked), keys, page, shown);
    if (newer !== undefined) return verdict.show('unknown', say('check.olderPage', { bulletin: newer }));
    remember(newest);
    verdict.holds(say(holds, { bulletin: latest.bulletin }), newest, keys.own);
  } catch (e) {
    verdict.failed(e);
  }
}
