/** What every page has: the election's name, its mode, how old the data is, and news of a newer bulletin. */
import { ask, ownRoot, root } from './worker-client.ts';
import { byId, h, steady } from './dom.ts';
import { explained } from './reasons.ts';
import { Site } from './site.ts';
import { ago, language, say, time } from './words.ts';
import { readPointer, type Election, type Pointer, type TotalsIndex } from './totals.ts';

const SECOND = 1000;
const SOON = 15 * SECOND;
const LATE = 300 * SECOND;

export interface Frame {
  readonly site: Site;
  readonly election: Election;
  /** As it was read, to be held against entry 0. */
  readonly electionText: string;
  /** Undefined before the first bulletin. */
  readonly latest: Pointer | undefined;
}

/** Fills in what the pages of the program cannot know when they are made. */
export async function openFrame(): Promise<Frame> {
  const site = new Site(root());
  const [electionText, latest] = await Promise.all([site.text('package/election.json'), pointer(site)]);
  const election = JSON.parse(electionText) as Election;
  const name = steady(election.name[language] ?? Object.values(election.name)[0] ?? election.code);
  for (const brand of document.querySelectorAll('.brand')) brand.textContent = name;
  document.title = `${document.title} · ${name}`;
  if (election.mode !== 'real') byId('mode').replaceChildren(h('p', { class: 'note' }, say(`mode.${election.mode}`)));
  if (site.root !== ownRoot()) {
    byId('mode').append(h('p', { class: 'note' }, say('source.other', { address: site.root })));
    keepSource();
  }
  if (latest !== undefined) byId('as-of').textContent = say('asOf', { bulletin: latest.bulletin, time: time(latest.asOf) });
  return { site, election, electionText, latest };
}

export async function pointer(site: Site): Promise<Pointer | undefined> {
  const bytes = await site.read('latest.json', 65_536);
  return bytes === undefined ? undefined : readPointer(new TextDecoder().decode(bytes));
}

/** The totals of a bulletin, from the file that has the digest which the bulletin signs. */
export async function readIndex(site: Site, path: string): Promise<TotalsIndex> {
  return JSON.parse(await ask('named', () => undefined, site.root, path)) as TotalsIndex;
}

/** Whoever looks at a mirror through this copy of the pages stays with the mirror. */
function keepSource(): void {
  const source = new URLSearchParams(location.search).get('source')!;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('header a, footer a')) {
    const to = new URL(link.href);
    if (to.origin !== location.origin || !to.pathname.includes('/site/')) continue;
    to.searchParams.set('source', source);
    link.href = to.href;
  }
}

/** An address of a page of the program, with what it is about. */
export function pageLink(page: string, parameters: Record<string, string> = {}): string {
  const to = new URL(`site/${language === 'en' ? '' : `${language}/`}${page}.html`, ownRoot());
  const source = new URLSearchParams(location.search).get('source');
  for (const [name, value] of Object.entries(parameters)) if (value !== '') to.searchParams.set(name, value);
  if (source !== null) to.searchParams.set('source', source);
  return to.href;
}

/** The plain page of an area, in the copy that is shown. */
export function areaLink(code: string, isWhole: boolean): string {
  return new URL(`${language === 'en' ? '' : `${language}/`}${isWhole ? 'index.html' : `areas/${code}.html`}`, root()).href;
}

/**
 * Says how old the data is, and once there is a newer bulletin, that there is: the page is never changed under its
 * reader's eyes. Asks less and less often while nothing is new or nobody looks.
 */
export function follow(site: Site, shown: number, asOf: number): void {
  const age = byId('age');
  const tick = (): void => void (age.textContent = `(${ago(asOf)})`);
  tick();
  setInterval(tick, 30 * SECOND);
  let wait = SOON;
  let failed = false;
  const look = async (): Promise<void> => {
    try {
      const newest = document.hidden ? undefined : await pointer(site);
      if (newest !== undefined && newest.bulletin > shown) return tellNews(newest);
      failed = false;
    } catch {
      failed = true;
    }
    byId('news').textContent = failed ? say('news.unreachable') : '';
    wait = Math.min(LATE, wait * 1.3);
    setTimeout(() => void look(), wait * (0.8 + 0.4 * Math.random()));
  };
  setTimeout(() => void look(), wait);
  document.addEventListener('visibilitychange', () => void (wait = SOON));
}

function tellNews(newest: Pointer): void {
  const button = h('button', { type: 'button' }, say('news.show'));
  button.addEventListener('click', () => location.reload());
  byId('news').replaceChildren(say('news.bulletin', { bulletin: newest.bulletin }), ' ', button);
}

/** Shows that a page cannot do its work, and why. */
export function showProblem(where: HTMLElement, e: unknown): void {
  where.replaceChildren(problem(e));
}

export function problem(e: unknown): HTMLElement {
  return h('div', { class: 'note', role: 'alert' }, h('p', {}, say('problem')), ...explained(e));
}
