/** Areas and stations where the package places them; drawn from its coordinates, without anybody's tiles. */
import { checkPage } from './page-check.ts';
import type { Position } from '../verify/boundaries.ts';
import { ask } from './worker-client.ts';
import { shownColour } from './colour.ts';
import { byId, h, svg, table } from './dom.ts';
import { areaLink, follow, openFrame, pageLink, readIndex, showProblem, type Frame } from './frame.ts';
import { bothNames, readContests, STATES, type Contest, type ContestTotals, type Shard } from './totals.ts';
import { count, say, sayIf, share } from './words.ts';
import type { Dots } from './worker.ts';

const content = byId('content');
/** How many lists have a colour of their own; the others share one. */
const COLOURS = 8;
const REACH = 12;
/** Stations that decide what is shown first. */
const SAMPLE = 4000;
/** Milliseconds of drawing at a time. */
const SLICE = 12;

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  if (frame.latest === undefined) return content.replaceChildren(h('p', { class: 'note' }, say('check.noBulletin')));
  follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  const texts: Record<string, string> = {};
  const [index, contests] = await Promise.all([readIndex(frame.site, frame.latest.index), readContests(frame.site, texts)]);
  const code = new URLSearchParams(location.search).get('contest');
  const contest = contests.find((each) => each.contest === code) ?? contests[0]!;
  const totals = index.contests.find((each) => each.contest === contest.contest)!;
  await new StationMap(frame, contest, totals).open();
  await checkPage(frame, totals.shards.map((shard) => shard.file), texts, [], 'check.mapHolds');
}

/** Dots of one shard, by what gives them their colour. */
interface Shown extends Dots {
  readonly x: number[];
  readonly y: number[];
  /** Place of each dot's colour among the colours, for each way of colouring. */
  readonly keys: Record<Colouring, Uint8Array>;
}

type Colouring = 'first' | 'state';

/** What part of the world is shown, and how large. */
interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

class StationMap {
  private readonly canvas = h('canvas', { class: 'map', tabindex: 0, role: 'application' });
  private readonly colour = h('select', { id: 'colour' }, h('option', { value: 'first' }, say('map.first')), h('option', { value: 'state' }, say('state')));
  private readonly tip = h('p', { class: 'tip' });
  private readonly progress = h('progress', { max: 1, value: 0, 'aria-label': say('map.reading') });
  private readonly legend = h('ul', { class: 'legend' });
  private readonly shards: Shown[] = [];
  private readonly outlines: { polygons: Position[][][] }[] = [];
  private readonly ranks: Map<string, number>;
  /** Colours that the package gives. */
  private readonly own: Map<string, string>;
  private view: View = { x: 0, y: 0, scale: 1 };
  private whole: View = { x: 0, y: 0, scale: 1 };
  private pending = false;
  /** What was last drawn whole, and of which view. */
  private drawn: { picture: HTMLCanvasElement; view: View } | undefined;
  /** Counts drawings: one that is no longer the newest ends. */
  private drawing = 0;

  constructor(private readonly frame: Frame, private readonly contest: Contest, private readonly totals: ContestTotals) {
    // A package with colours has them for those whom people know by them; the others are not given one of somebody else.
    this.own = new Map(contest.selections.filter(({ colour }) => colour !== undefined && colour !== '').map(({ selection, colour }) => [selection, shownColour(colour!)]));
    const byVotes = Object.entries(totals.totals.votes).filter(([selection]) => this.own.size === 0 || this.own.has(selection)).sort(([, a], [, b]) => b - a);
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
    this.colour.addEventListener('input', () => {
      this.explain();
      this.redraw();
    });
    this.explain();
    this.listen();
    this.outlines.push(...(await this.readOutlines()));
    for (const [i, shard] of this.totals.shards.entries()) {
      const dots = await ask('dots', () => undefined, this.frame.site.root, shard.file);
      this.shards.push({
        ...dots, x: dots.longitudes, y: dots.latitudes.map(mercator),
        keys: { first: Uint8Array.from(dots.first, (first) => this.rankKey(first)), state: Uint8Array.from(dots.states, (state) => STATES.indexOf(state)) },
      });
      this.progress.value = (i + 1) / this.totals.shards.length;
      // The whole is not known before the last; until then each piece moves the frame.
      this.reset();
    }
    this.progress.remove();
    const placed = this.shards.reduce((sum, dots) => sum + dots.codes.length, 0);
    this.tip.textContent = say('map.placed', { n: placed, all: this.totals.stations.all });
  }

  /** Outlines of the areas right below the whole, where the package has them. */
  private async readOutlines(): Promise<{ polygons: Position[][][] }[]> {
    const wanted = new Set(this.totals.shards.map((shard) => shard.area));
    const outlines = await ask('outlines', () => undefined, this.frame.site.root, [...wanted]);
    return outlines.map(({ polygons }) => ({ polygons: polygons.map((rings) => rings.map((ring) => ring.map(([x, y]): Position => [x, mercator(y)]))) }));
  }

  private reset(): void {
    const every = Math.ceil(this.shards.reduce((sum, dots) => sum + dots.codes.length, 0) / SAMPLE);
    const all = this.shards.flatMap((dots) => dots.x.flatMap((x, i) => (i % every === 0 ? [{ x, y: dots.y[i]! }] : [])));
    if (all.length === 0) return;
    // Stations abroad would make a dot of the country: most of them decide what is shown first.
    const range = (values: number[]): [number, number] => {
      const sorted = values.sort((a, b) => a - b);
      return [sorted[Math.floor(0.02 * (sorted.length - 1))]!, sorted[Math.ceil(0.98 * (sorted.length - 1))]!];
    };
    const [horizontal, vertical] = [range(all.map(({ x }) => x)), range(all.map(({ y }) => y))];
    const widened = ([from, to]: [number, number], axis: 0 | 1): [number, number] =>
      this.outlines.flatMap(({ polygons }) => polygons.flat(2)).reduce(([a, b], position) => [Math.min(a, position[axis]), Math.max(b, position[axis])], [from, to]);
    const [[left, right], [bottom, top]] = [widened(horizontal, 0), widened(vertical, 1)];
    const { width, height } = this.canvas.getBoundingClientRect();
    this.whole = { x: (left + right) / 2, y: (bottom + top) / 2, scale: 0.85 * Math.min(width / (right - left || 1), height / (top - bottom || 1)) };
    this.view = this.whole;
    this.redraw();
  }

  private zoom(factor: number): void {
    this.view = { ...this.view, scale: Math.min(400 * this.whole.scale, Math.max(0.02 * this.whole.scale, this.view.scale * factor)) };
    this.redraw();
  }

  private redraw(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.showDrawn();
      void this.draw();
    });
  }

  /** What was drawn last, moved to where it belongs now: the new drawing takes a moment where there are many dots. */
  private showDrawn(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = window.devicePixelRatio || 1;
    this.canvas.width = width * density;
    this.canvas.height = height * density;
    if (this.drawn === undefined) return;
    const { picture, view } = this.drawn;
    const factor = this.view.scale / view.scale;
    const [x, y] = [width / 2 + (view.x - this.view.x) * this.view.scale, height / 2 - (view.y - this.view.y) * this.view.scale];
    const [wide, high] = [(picture.width / density) * factor, (picture.height / density) * factor];
    const context = this.canvas.getContext('2d')!;
    context.scale(density, density);
    context.drawImage(picture, x - wide / 2, y - high / 2, wide, high);
  }

  /** Draws on a canvas of its own, a piece at a time, and shows it when it is whole. */
  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    const { view } = this;
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = window.devicePixelRatio || 1;
    const picture = h('canvas', { width: Math.floor(width * density), height: Math.floor(height * density) });
    const context = picture.getContext('2d')!;
    context.scale(density, density);
    this.drawOutlines(context, view, width, height);
    // Few stations are not to be looked for, many not to lie on each other.
    const base = Math.min(4, Math.max(1.5, (0.1 * Math.min(width, height)) / Math.sqrt(this.totals.stations.all)));
    const radius = Math.min(7, Math.max(base, base * Math.sqrt(view.scale / this.whole.scale)));
    const colouring = this.colour.value as Colouring;
    let until = performance.now() + SLICE;
    // By colour, since changing it is what takes time; those that stand out last, so that nothing hides them.
    for (const [key, colour] of this.colours().entries()) {
      context.fillStyle = colour;
      for (const dots of this.shards) {
        context.beginPath();
        const keys = dots.keys[colouring];
        this.each(dots, view, width, height, (x, y, i) => {
          if (keys[i] !== key) return;
          context.moveTo(x + radius, y);
          context.arc(x, y, radius, 0, 2 * Math.PI);
        });
        context.fill();
        if (performance.now() < until) continue;
        await new Promise((resolve) => setTimeout(resolve));
        if (drawing !== this.drawing) return;
        until = performance.now() + SLICE;
      }
    }
    this.drawn = { picture, view };
    this.showDrawn();
  }

  private drawOutlines(context: CanvasRenderingContext2D, view: View, width: number, height: number): void {
    context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--map-line').trim();
    context.lineWidth = 1;
    context.beginPath();
    for (const ring of this.outlines.flatMap(({ polygons }) => polygons.flat())) {
      ring.forEach(([x, y], i) => context[i === 0 ? 'moveTo' : 'lineTo'](width / 2 + (x - view.x) * view.scale, height / 2 - (y - view.y) * view.scale));
      context.closePath();
    }
    context.stroke();
  }

  private each(dots: Shown, view: View, width: number, height: number, visit: (x: number, y: number, i: number) => void): void {
    for (let i = 0; i < dots.codes.length; i++) {
      const x = width / 2 + (dots.x[i]! - view.x) * view.scale;
      const y = height / 2 - (dots.y[i]! - view.y) * view.scale;
      if (x > -REACH && y > -REACH && x < width + REACH && y < height + REACH) visit(x, y, i);
    }
  }

  /** None, any other, then the lists by rank. */
  private rankKey(first: string): number {
    return first === '' ? 0 : (this.ranks.get(first) ?? -1) + 2;
  }

  /** Colours by their key. */
  private colours(): string[] {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    if (this.colour.value === 'state') return STATES.map((state) => colour(`--state-${state}`));
    return [colour('--map-none'), colour('--map-other'), ...[...this.ranks].map(([code, rank]) => this.own.get(code) ?? colour(`--list-${rank}`))];
  }

  private explain(): void {
    const colours = this.colours();
    const lists = [...this.ranks.keys()].map((code) => {
      const selection = this.contest.selections.find((each) => each.selection === code)!;
      return `${code} ${bothNames(selection.name, selection.nameLatin)}`;
    });
    const names = this.colour.value === 'state' ? STATES.map((state) => sayIf(`state.${state}`)) : [say('map.none'), say('map.other'), ...lists];
    const items = names.map((name, key) => h('li', {}, svg('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('circle', { cx: 5, cy: 5, r: 5, fill: colours[key]! })) as unknown as HTMLElement, ' ', name));
    // The lists first.
    this.legend.replaceChildren(...(this.colour.value === 'state' ? items : [...items.slice(2), ...items.slice(0, 2)]));
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
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.explain();
      this.redraw();
    });
  }

  private pan(x: number, y: number): void {
    this.view = { ...this.view, x: this.view.x - x / this.view.scale, y: this.view.y + y / this.view.scale };
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
    for (const dots of this.shards) {
      this.each(dots, this.view, width, height, (x, y, i) => {
        const d = Math.hypot(x - (at.clientX - left), y - (at.clientY - top));
        if (d < distance) [best, distance] = [dots.codes[i], d];
      });
    }
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

