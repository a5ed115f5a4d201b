/** Areas and stations where the package places them; drawn from its coordinates, without anybody's tiles. */
import { checkPage } from './check.ts';
import { ask } from './checker.ts';
import { byId, h, svg, table } from './dom.ts';
import { areaLink, follow, openFrame, pageLink, showProblem, type Frame } from './frame.ts';
import { bothNames, readContests, STATES, type Contest, type ContestTotals, type Shard, type TotalsIndex } from './totals.ts';
import { count, say, sayIf, share } from './words.ts';
import type { Dots } from './worker.ts';

const content = byId('content');
/** How many lists have a colour of their own; the others share one. */
const COLOURS = 8;
const REACH = 12;

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  if (frame.latest === undefined) return content.replaceChildren(h('p', { class: 'note' }, say('check.noBulletin')));
  follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  const texts: Record<string, string> = {};
  const [index, contests] = await Promise.all([frame.site.json<TotalsIndex>(frame.latest.index), readContests(frame.site, texts)]);
  const code = new URLSearchParams(location.search).get('contest');
  const contest = contests.find((each) => each.contest === code) ?? contests[0]!;
  const totals = index.contests.find((each) => each.contest === contest.contest)!;
  await new StationMap(frame, contest, totals).open();
  await checkPage(frame, totals.shards.map((shard) => shard.file), texts, [], 'check.mapHolds');
}

interface Shown extends Dots {
  readonly x: number[];
  readonly y: number[];
}

class StationMap {
  private readonly canvas = h('canvas', { class: 'map', tabindex: 0, role: 'application' });
  private readonly colour = h('select', { id: 'colour' }, h('option', { value: 'first' }, say('map.first')), h('option', { value: 'state' }, say('state')));
  private readonly tip = h('p', { class: 'tip' });
  private readonly progress = h('progress', { max: 1, value: 0, 'aria-label': say('map.reading') });
  private readonly legend = h('ul', { class: 'legend' });
  private readonly shards: Shown[] = [];
  private readonly ranks: Map<string, number>;
  private centre = { x: 0, y: 0 };
  private scale = 1;
  private whole = { x: 0, y: 0, scale: 1 };
  private pending = false;

  constructor(private readonly frame: Frame, private readonly contest: Contest, private readonly totals: ContestTotals) {
    const byVotes = Object.entries(totals.totals.votes).sort(([, a], [, b]) => b - a);
    this.ranks = new Map(byVotes.slice(0, COLOURS).map(([selection], i) => [selection, i]));
  }

  async open(): Promise<void> {
    const button = (label: string, act: () => void): HTMLElement => {
      const element = h('button', { type: 'button', 'aria-label': label }, label);
      element.addEventListener('click', act);
      return element;
    };
    const tools = h('form', { class: 'finder' }, h('label', { for: 'colour' }, say('map.colour'), this.colour),
      h('div', { class: 'tools' }, button(say('map.in'), () => this.zoom(1.6)), button(say('map.out'), () => this.zoom(1 / 1.6)), button(say('map.whole'), () => this.reset())));
    this.canvas.setAttribute('aria-label', say('map.label'));
    content.replaceChildren(tools, this.progress, this.canvas, this.tip, this.legend, this.areas());
    this.colour.addEventListener('input', () => this.redraw());
    this.listen();
    for (const [i, shard] of this.totals.shards.entries()) {
      const dots = await ask('dots', () => undefined, this.frame.site.root, shard.file);
      this.shards.push({ ...dots, x: dots.longitudes, y: dots.latitudes.map(mercator) });
      this.progress.value = (i + 1) / this.totals.shards.length;
      // The whole is not known before the last; until then each piece moves the frame.
      this.reset();
    }
    this.progress.remove();
    const placed = this.shards.reduce((sum, dots) => sum + dots.codes.length, 0);
    this.tip.textContent = say('map.placed', { n: placed, all: this.totals.stations.all });
  }

  private reset(): void {
    const all = this.shards.flatMap((dots) => dots.x.map((x, i) => ({ x, y: dots.y[i]! })));
    if (all.length === 0) return;
    // Stations abroad would make a dot of the country: most of them decide what is shown first.
    const range = (values: number[]): [number, number] => {
      const sorted = values.sort((a, b) => a - b);
      return [sorted[Math.floor(0.02 * (sorted.length - 1))]!, sorted[Math.ceil(0.98 * (sorted.length - 1))]!];
    };
    const [[left, right], [bottom, top]] = [range(all.map(({ x }) => x)), range(all.map(({ y }) => y))];
    const { width, height } = this.canvas.getBoundingClientRect();
    this.whole = { x: (left + right) / 2, y: (bottom + top) / 2, scale: 0.85 * Math.min(width / (right - left || 1), height / (top - bottom || 1)) };
    this.centre = { x: this.whole.x, y: this.whole.y };
    this.scale = this.whole.scale;
    this.redraw();
  }

  private zoom(factor: number): void {
    this.scale = Math.min(400 * this.whole.scale, Math.max(0.02 * this.whole.scale, this.scale * factor));
    this.redraw();
  }

  private redraw(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  }

  private draw(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = window.devicePixelRatio || 1;
    this.canvas.width = width * density;
    this.canvas.height = height * density;
    const context = this.canvas.getContext('2d')!;
    context.scale(density, density);
    const radius = Math.min(7, Math.max(1.5, 1.5 * Math.sqrt(this.scale / this.whole.scale)));
    const colours = this.colours();
    // By colour, since changing it is what takes time; those that stand out last, so that nothing hides them.
    for (const [key, colour] of colours) {
      context.fillStyle = colour;
      context.beginPath();
      this.each(width, height, (x, y, dots, i) => {
        if (this.keyOf(dots, i) !== key) return;
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      });
      context.fill();
    }
    this.explain(colours);
  }

  private each(width: number, height: number, visit: (x: number, y: number, dots: Shown, i: number) => void): void {
    for (const dots of this.shards) {
      for (let i = 0; i < dots.codes.length; i++) {
        const x = width / 2 + (dots.x[i]! - this.centre.x) * this.scale;
        const y = height / 2 - (dots.y[i]! - this.centre.y) * this.scale;
        if (x > -REACH && y > -REACH && x < width + REACH && y < height + REACH) visit(x, y, dots, i);
      }
    }
  }

  private keyOf(dots: Dots, i: number): string {
    if (this.colour.value === 'state') return dots.states[i]!;
    const first = dots.first[i]!;
    return first === '' ? 'none' : String(this.ranks.get(first) ?? 'other');
  }

  private colours(): [string, string][] {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    if (this.colour.value === 'state') return STATES.map((state) => [state, colour(`--state-${state}`)]);
    return [['none', colour('--map-none')], ['other', colour('--map-other')], ...[...this.ranks.values()].map((rank): [string, string] => [String(rank), colour(`--list-${rank}`)])];
  }

  private explain(colours: [string, string][]): void {
    const name = (key: string): string => {
      if (this.colour.value === 'state') return sayIf(`state.${key}`);
      if (key === 'none' || key === 'other') return say(`map.${key}`);
      const code = [...this.ranks].find(([, rank]) => String(rank) === key)![0];
      const selection = this.contest.selections.find((each) => each.selection === code)!;
      return `${code} ${bothNames(selection.name, selection.nameLatin)}`;
    };
    const ordered = [...colours].sort(([a], [b]) => Number(Number.isNaN(Number(a))) - Number(Number.isNaN(Number(b))));
    this.legend.replaceChildren(...ordered.map(([key, colour]) => h('li', {}, svg('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('circle', { cx: 5, cy: 5, r: 5, fill: colour })) as unknown as HTMLElement, ' ', name(key))));
  }

  private listen(): void {
    let held: { x: number; y: number; moved: boolean } | undefined;
    this.canvas.addEventListener('pointerdown', (e) => {
      held = { x: e.clientX, y: e.clientY, moved: false };
      this.canvas.setPointerCapture(e.pointerId);
    });
    this.canvas.addEventListener('pointermove', (e) => {
      if (held === undefined) return this.point(e);
      this.pan(e.clientX - held.x, e.clientY - held.y);
      held = { x: e.clientX, y: e.clientY, moved: held.moved || Math.hypot(e.movementX, e.movementY) > 1 };
    });
    this.canvas.addEventListener('pointerup', (e) => {
      const found = held?.moved === false ? this.nearest(e) : undefined;
      held = undefined;
      if (found !== undefined) location.href = pageLink('station', { station: found });
    });
    this.canvas.addEventListener('pointercancel', () => (held = undefined));
    this.canvas.addEventListener('wheel', (e) => {
      // With Ctrl, as for maps elsewhere: whoever scrolls past must not be caught.
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      this.zoom(e.deltaY < 0 ? 1.25 : 0.8);
    });
    this.canvas.addEventListener('keydown', (e) => {
      const moves: Record<string, [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
      const move = moves[e.key];
      if (move !== undefined) this.pan(...move);
      else if (e.key === '+') this.zoom(1.6);
      else if (e.key === '-') this.zoom(1 / 1.6);
      else if (e.key === 'Enter') this.choose();
      else return;
      e.preventDefault();
    });
    window.addEventListener('resize', () => this.redraw());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
  }

  private pan(x: number, y: number): void {
    this.centre = { x: this.centre.x - x / this.scale, y: this.centre.y + y / this.scale };
    this.redraw();
  }

  /** Opens the station nearest to the middle, for those who have no pointer. */
  private choose(): void {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const found = this.nearest({ clientX: left + width / 2, clientY: top + height / 2 }, Infinity);
    if (found !== undefined) location.href = pageLink('station', { station: found });
  }

  private nearest(at: { clientX: number; clientY: number }, reach = REACH): string | undefined {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    let [best, distance]: [string | undefined, number] = [undefined, reach];
    this.each(width, height, (x, y, dots, i) => {
      const d = Math.hypot(x - (at.clientX - left), y - (at.clientY - top));
      if (d < distance) [best, distance] = [dots.codes[i], d];
    });
    return best;
  }

  private point(e: PointerEvent): void {
    const station = this.nearest(e);
    this.canvas.classList.toggle('over', station !== undefined);
    if (station === undefined) return;
    for (const dots of this.shards) {
      const i = dots.codes.indexOf(station);
      if (i < 0) continue;
      const first = this.contest.selections.find((selection) => selection.selection === dots.first[i]);
      this.tip.textContent = [station, sayIf(`state.${dots.states[i]}`), first === undefined ? '' : `${say('map.first')}: ${first.selection} ${bothNames(first.name, first.nameLatin)}`].filter((part) => part !== '').join(' · ');
    }
  }

  /** The same by area, in words: what a map shows must be there without it. */
  private areas(): HTMLElement {
    const section = h('section', {}, h('h2', {}, say('map.areas')));
    void ask('areas', () => undefined, this.frame.site.root).then((places) => {
      const name = (code: string): string => {
        const place = places.find((each) => each.code === code);
        return place === undefined ? code : bothNames(place.name, place.nameLatin);
      };
      const columns = [{ label: say('area') }, { label: say('stations'), n: true }, { label: say('map.first') }, { label: say('votes'), n: true }];
      const shards = this.totals.shards.filter((shard) => shard.area !== this.totals.area);
      section.append(table(say('map.areas'), columns, shards.map((shard) => [
        h('a', { href: areaLink(shard.area, false) }, name(shard.area)), say('of', { part: shard.stations.inTotals, all: shard.stations.all }), ...this.leader(shard)])));
    });
    return section;
  }

  private leader(shard: Shard): string[] {
    const [first, second] = Object.entries(shard.totals.votes).sort(([, a], [, b]) => b - a);
    if (first === undefined || first[1] === 0) return ['–', '0'];
    if (second !== undefined && second[1] === first[1]) return [say('map.none'), count(first[1])];
    const selection = this.contest.selections.find((each) => each.selection === first[0])!;
    return [`${first[0]} ${bothNames(selection.name, selection.nameLatin)}`, `${count(first[1])} (${share(first[1], shard.totals.validVotes)})`];
  }
}

function mercator(latitude: number): number {
  const limited = Math.max(-85, Math.min(85, latitude));
  return (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (limited * Math.PI) / 360));
}

