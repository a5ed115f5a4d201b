/** The code that a printed sheet carries, drawn from what the log holds. */
import { ask, trust } from './worker-client.ts';
import { h, svg } from './dom.ts';
import { say } from './words.ts';

export async function sheetCode(entry: number): Promise<HTMLElement[]> {
  const { codes, leaf, squares } = await ask('code', () => undefined, await trust(), entry);
  const drawn = squares.map((rows, i) => {
    const size = rows.length + 8;
    const path = rows.flatMap((row, y) => [...row].map((square, x) => (square === '1' ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('');
    const picture = svg('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', class: 'qr', 'shape-rendering': 'crispEdges' }, svg('rect', { width: size, height: size, fill: '#fff' }), svg('path', { d: path, fill: '#000' }));
    picture.setAttribute('aria-label', say('station.codeLabel', { part: i + 1, parts: codes.length }));
    return picture;
  });
  return [h('p', { class: 'soft' }, say('station.codeMeans')), ...(drawn as unknown as HTMLElement[]), h('p', { class: 'soft' }, say('leaf'), ' ', h('code', {}, leaf))];
}
