/** How a check is shown: what holds, step by step in words, what does not, and what the reader should know of it. */
import type { Newest, Step } from '../verify/light.ts';
import { Failed, ownRoot, root } from './worker-client.ts';
import { h } from './dom.ts';
import { explained, reasonText } from './reasons.ts';
import { ago, say, sayIf, time, type Key } from './words.ts';

/** A list that grows while a check runs, below a line that says how it stands. */
export class Verdict {
  readonly element: HTMLElement;
  private readonly line = h('p', { class: 'verdict', role: 'status' });
  private readonly steps = h('ol', { class: 'steps' });
  private readonly trust = h('div');
  private readonly more = h('details', {}, h('summary', {}, say('check.details')), this.steps, this.trust);
  private readonly notes = h('div', { class: 'soft' });

  constructor() {
    this.element = h('div', { class: 'check' }, this.line, this.notes, this.more);
    this.show('running', say('check.running'));
    this.more.hidden = true;
  }

  show(state: 'running' | 'holds' | 'fails' | 'unknown', text: string): void {
    this.element.dataset['state'] = state;
    this.line.textContent = text;
  }

  step({ id, values }: Step): void {
    const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === 'time' && typeof value === 'number' ? time(value) : name === 'signer' ? sayIf(`signer.${value}`) : value]));
    this.add(say(`step.${id}`, shown));
  }

  add(text: string): void {
    this.more.hidden = false;
    this.steps.append(h('li', {}, text));
  }

  holds(text: string, newest: Pick<Newest, 'size' | 'time' | 'witnessed'>, ownKeys: boolean): void {
    this.show('holds', text);
    const witnessed = newest.witnessed;
    this.notes.replaceChildren(
      h('p', {}, say('check.state', { size: newest.size, ago: ago(newest.time) }), ' ', witnessed === undefined ? say('check.unwitnessed') : say('check.witnessed', { ago: ago(witnessed) })),
      honesty(ownKeys),
    );
    this.trust.replaceChildren(...elsewhere());
  }

  /** Something does not hold, or cannot be checked: these are not the same. */
  failed(e: unknown): void {
    if (e instanceof Failed && e.kind === 'does-not-hold') {
      this.show('fails', say('check.fails', { place: e.place }));
      this.notes.replaceChildren(reasonText(e.reason), h('p', {}, say('check.failsAdvice')));
      this.more.open = true;
      return;
    }
    this.show('unknown', say(e instanceof Failed && e.kind === 'malformed' ? 'check.malformed' : e instanceof Failed && e.kind === 'undecided' ? 'check.undecided' : 'check.unknown'));
    this.notes.replaceChildren(...explained(e));
  }
}

const isOwnHost = (): boolean => new URL(root()).host === location.host;

/** Who has to be trusted for this. */
function honesty(ownKeys: boolean): HTMLElement {
  const keys: Key = ownKeys ? 'honest.ownKeys' : 'honest.siteKeys';
  return h('p', {}, say(isOwnHost() ? 'honest.sameHost' : 'honest.otherHost', { host: location.host, source: new URL(root()).host }), ' ', say(keys, { host: location.host }));
}

/** How to trust nobody here. */
function elsewhere(): HTMLElement[] {
  if (!isOwnHost()) return [];
  const page = new URL(location.href.slice(ownRoot().length), 'https://copy.example/');
  page.searchParams.set('source', ownRoot());
  return [h('p', {}, say('honest.elsewhere')), h('p', {}, h('code', {}, page.href)), h('p', {}, say('honest.command')), h('p', {}, h('code', {}, `cotejo verify ${ownRoot()} --authority authority.pub`))];
}
