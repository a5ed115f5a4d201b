/** Elements, without markup in strings: what comes from files is always text. */
import { shownColour } from './colour.ts';

type Child = Node | string | undefined | false;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | number | boolean | undefined> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter((child) => child !== undefined && child !== false) as (Node | string)[]);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag: string, attributes: Record<string, string | number> = {}, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element: Element, attributes: Record<string, string | number | boolean | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** They turn around what stands after them, digits too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name beside which everything stays as it is written, also where the name is written from right to left. */
export function steady(name: string): string {
  const plain = name.replace(TURNING, '');
  return RIGHT_TO_LEFT.test(plain) ? `${plain}\u200e` : plain;
}

/** The element of the page with this id, which its HTML has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * A bar as long as `part` is of `whole`; for eyes only: the figures stand beside it.
 * @param colour of the package; empty if only others have one
 */
export function bar(part: number, whole: number, colour: string | undefined): SVGElement {
  const width = whole === 0 ? 0 : (1000 * part) / whole;
  const fill: Record<string, string> = colour === undefined ? {} : colour === '' ? { class: 'neutral' } : { fill: shownColour(colour) };
  return svg('svg', { viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { height: 10, width, ...fill }));
}

/** A table with a caption for those who do not see it; columns that hold figures are named `n`. */
export function table(caption: string, columns: { label: string; n?: boolean; wide?: boolean }[], rows: (Node | string)[][]): HTMLElement {
  const kind = (i: number): string | undefined => (columns[i]!.n === true ? 'n' : columns[i]!.wide === true ? 'bar' : undefined);
  const head = h('tr', {}, ...columns.map(({ label }, i) => h('th', { scope: 'col', class: kind(i) }, label)));
  const body = rows.map((row) => h('tr', {}, ...row.map((cell, i) => (i === 0 ? h('th', { scope: 'row', class: kind(i) }, cell) : h('td', { class: kind(i) }, cell)))));
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', { class: 'visually-hidden' }, caption), h('thead', {}, head), h('tbody', {}, ...body)));
}
