/** On the plain pages: says how old they are, and checks that what they show is what the log's operator signed. */
import { ask, remember, root, trust } from './worker-client.ts';
import { byId, h } from './dom.ts';
import { follow, pointer } from './frame.ts';
import { Site } from './site.ts';
import type { ContestTotals, TotalsIndex } from './totals.ts';
import { Verdict } from './verdict.ts';
import { say, time } from './words.ts';

const asOf = byId('as-of');
const shown = Number(asOf.dataset['bulletin']);
const verdict = new Verdict();
document.getElementById('plain')?.remove();
asOf.append(' ', h('span', { id: 'age' }), ' ', h('span', { id: 'news', role: 'status' }));
if (location.protocol.startsWith('http')) {
  byId('check').append(verdict.element);
  try {
    const site = new Site(root());
    void tellNewest(site);
    // After the page has been shown: the figures come first.
    (window.requestIdleCallback ?? ((f: () => void) => setTimeout(f, 200)))(() => void check(site));
  } catch (e) {
    verdict.failed(e);
  }
}

/** The page keeps its bytes until something in it is new: the newest bulletin may be a later one than it names. */
async function tellNewest(site: Site): Promise<void> {
  const newest = await pointer(site).catch(() => undefined);
  if (newest === undefined || newest.bulletin <= shown) return follow(site, shown, Number(asOf.dataset['asOf']));
  const link = document.getElementById('newest');
  if (link !== null) link.textContent = say('newest', { bulletin: newest.bulletin, time: time(newest.asOf) });
  follow(site, newest.bulletin, newest.asOf);
}

async function check(site: Site): Promise<void> {
  try {
    const keys = await trust();
    const { newest, bulletin } = await ask('light', (progress) => 'checked' in progress && verdict.step(progress.checked), keys);
    if (bulletin === undefined) return verdict.show('unknown', say('check.noBulletin'));
    if (bulletin.number < shown) return verdict.show('unknown', say('check.olderPage', { bulletin: bulletin.number }));
    const { compared, difference } = await compare(site, JSON.parse(bulletin.index) as TotalsIndex);
    if (difference !== undefined) {
      // A copy that a cache kept, most likely; whoever makes another page can write any number, so it is not said to hold.
      if (bulletin.number > shown) return verdict.show('unknown', say('check.outdatedPage', { bulletin: bulletin.number, difference }));
      return verdict.show('fails', say('check.pageFails', { difference }));
    }
    remember(newest);
    if (compared === 0) return verdict.show('unknown', say('check.nothingToCompare', { bulletin: bulletin.number }));
    verdict.holds(say('check.pageHolds', { bulletin: bulletin.number }), newest, keys.own);
  } catch (e) {
    verdict.failed(e);
  }
}

/** How many figures of the page were held against the signed totals, and the first that is another one. */
async function compare(site: Site, index: TotalsIndex): Promise<{ compared: number; difference: string | undefined }> {
  let compared = 0;
  // Tables of another place than the address says would be right, and wrong here.
  const here = /areas\/([^/]+)\.html$/.exec(location.pathname)?.[1];
  const shown = [...document.querySelectorAll<HTMLElement>('table.votes')].map((table) => table.dataset['area']);
  if (here !== undefined && shown.length > 0 && !shown.includes(decodeURIComponent(here))) return { compared, difference: say('check.notSigned', { what: here }) };
  for (const table of document.querySelectorAll<HTMLElement>('table.votes')) {
    const contest = index.contests.find((c) => c.contest === table.dataset['contest']);
    if (contest === undefined) return { compared, difference: say('check.notSigned', { what: table.dataset['contest'] ?? '' }) };
    const signed = await votesOf(site, contest, table.dataset['area'] ?? '');
    for (const row of table.querySelectorAll<HTMLElement>('tr[data-selection]')) {
      const selection = row.dataset['selection']!;
      // What people read, not what is said to programs.
      const [code, votes] = [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '');
      const shown = digits(votes ?? '');
      if (code !== selection || signed[selection] === undefined || shown !== String(signed[selection])) {
        return { compared, difference: say('check.difference', { what: selection, shown, signed: signed[selection] ?? '–' }) };
      }
      compared++;
    }
  }
  return { compared, difference: undefined };
}

/** Votes of an area as the index has them, or the shard above it, whose name is its digest. */
async function votesOf(site: Site, contest: ContestTotals, area: string): Promise<Record<string, number>> {
  const known = contest.area === area ? contest : contest.shards.find((shard) => shard.area === area);
  if (known !== undefined) return known.totals.votes;
  for (const shard of contest.shards) {
    if (!crumbs().includes(shard.area)) continue;
    const row = await ask('row', () => undefined, site.root, shard.file, 'area', area);
    if (row !== undefined) return Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('votes.')).map(([name, votes]) => [name.slice(6), Number(votes)]));
  }
  return {};
}

/** Codes of the areas above, which the links of the page name. */
function crumbs(): string[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('.crumbs a')].map((a) => /areas\/([^/]+)\.html$/.exec(a.getAttribute('href') ?? '')?.[1] ?? '');
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
