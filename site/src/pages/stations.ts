/** Every polling station: found by code, name or area, or by its state. */
import { checkPage } from './page-check.ts';
import { ask } from './worker-client.ts';
import { byId, h, steady, table } from './dom.ts';
import { follow, openFrame, pageLink, readIndex, showProblem, type Frame } from './frame.ts';
import { bothNames, STATES, type Shard, type State, type TotalsIndex } from './totals.ts';
import { count, say, sayIf } from './words.ts';

const PAGE = 100;
const TYPING = 250;
const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  const index = frame.latest === undefined ? undefined : await readIndex(frame.site, frame.latest.index);
  if (frame.latest !== undefined) follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  const files = (index?.contests ?? []).flatMap((contest) => contest.shards.map((shard) => shard.file));
  await new Finder(frame, index).open();
  await checkPage(frame, files, {}, [], 'check.listHolds');
}

class Finder {
  private readonly parameters = new URLSearchParams(location.search);
  private readonly text = h('input', { type: 'search', id: 'text', value: this.parameters.get('q') ?? '', autocomplete: 'off', spellcheck: 'false' });
  private readonly state = h('select', { id: 'state' }, h('option', { value: '' }, say('stations.anyState')), ...STATES.map((state) => h('option', { value: state }, sayIf(`state.${state}`))));
  private readonly area = h('select', { id: 'area' }, h('option', { value: '' }, say('stations.anyArea')));
  private readonly results = h('div', { id: 'results' });
  private readonly status = h('p', { class: 'soft', role: 'status' });
  private from = Math.max(0, Math.trunc(Number(this.parameters.get('from'))) || 0);
  private asked = 0;

  constructor(private readonly frame: Frame, private readonly index: TotalsIndex | undefined) {
    this.state.value = this.parameters.get('state') ?? '';
    const form = h('form', { class: 'finder', role: 'search' },
      h('label', { for: 'text' }, say('stations.text'), this.text), h('label', { for: 'state' }, say('state'), this.state), h('label', { for: 'area' }, say('area'), this.area));
    form.addEventListener('submit', (e) => e.preventDefault());
    let timer: ReturnType<typeof setTimeout> | undefined;
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.from = 0;
        void this.find();
      }, TYPING);
    });
    content.replaceChildren(form, this.status, this.results);
  }

  async open(): Promise<void> {
    await this.areas();
    await this.find();
  }

  private async areas(): Promise<void> {
    const names = await ask('areas', () => undefined, this.frame.site.root);
    for (const { code, name, nameLatin } of names) this.area.append(h('option', { value: code }, bothNames(name, nameLatin)));
    this.area.value = this.parameters.get('area') ?? '';
  }

  /** The shards that can have what is looked for: those with stations of that state, in that area. */
  private shards(): Shard[] {
    const contests = this.index?.contests ?? [];
    const shards = contests.flatMap((contest) => contest.shards.map((shard) => ({ shard, isWhole: shard.area === contest.area })));
    // A contest below the whole has one file, that of its own area.
    const mayHave = ({ shard, isWhole }: { shard: Shard; isWhole: boolean }): boolean =>
      (this.state.value === '' || shard.stations[this.state.value as State] > 0) && (this.area.value === '' || isWhole || shard.area === this.area.value);
    return shards.filter(mayHave).map(({ shard }) => shard);
  }

  private async find(): Promise<void> {
    const wanted = { text: this.text.value, state: this.state.value as State | '', area: this.area.value, from: this.from, most: PAGE };
    this.remember();
    const asked = ++this.asked;
    const progress = setTimeout(() => (this.status.textContent = say('stations.looking')), TYPING);
    try {
      const { found, rows } = await ask('list', () => undefined, this.frame.site.root, this.shards().map(({ area, file }) => ({ area, file })), wanted);
      if (asked !== this.asked) return;
      this.status.textContent = say('stations.found', { n: found });
      this.results.replaceChildren(
        ...(rows.length === 0 ? [] : [table(say('stations'), [{ label: say('station') }, { label: say('state') }, { label: say('registered'), n: true }, { label: say('findings') }],
          rows.map((row) => [
            h('span', {}, h('a', { href: pageLink('station', { station: row.code }) }, row.code), ' ', h('span', { class: 'where' }, [steady(row.name), ...row.areas.slice(1).map((area) => bothNames(area.name, area.nameLatin))].filter((part) => part !== '').join(' › '))),
            h('span', {}, ...[...new Set(row.states)].flatMap((state, i) => [i > 0 ? ', ' : '', h('span', { class: 'state', 'data-state': state }, sayIf(`state.${state}`))])),
            count(row.registered),
            row.findings,
          ]))]),
        this.pager(found),
      );
    } catch (e) {
      if (asked === this.asked) showProblem(this.results, e);
    } finally {
      clearTimeout(progress);
    }
  }

  private pager(found: number): HTMLElement {
    const step = (label: string, from: number, isThere: boolean): HTMLElement => {
      const button = h('button', { type: 'button', disabled: !isThere }, label);
      button.addEventListener('click', () => {
        this.from = from;
        void this.find().then(() => this.status.scrollIntoView());
      });
      return button;
    };
    if (found <= PAGE) return h('div');
    return h('div', { class: 'pager' }, step(say('pager.before'), Math.max(0, this.from - PAGE), this.from > 0),
      say('pager.at', { from: this.from + 1, to: Math.min(found, this.from + PAGE), n: found }), step(say('pager.after'), this.from + PAGE, this.from + PAGE < found));
  }

  /** So that what is found can be sent to somebody. */
  private remember(): void {
    const address = new URL(pageLink('stations', { q: this.text.value, state: this.state.value, area: this.area.value, from: this.from > 0 ? String(this.from) : '' }));
    history.replaceState(null, '', address);
  }
}
