/** What the pages say, in the language of the document; numbers and times as that language writes them. */
import LANGUAGES, { type Key } from 'words';

export type { Key };

export const language = typeof document === 'undefined' || !(document.documentElement.lang in LANGUAGES) ? 'en' : document.documentElement.lang;
const words = LANGUAGES[language]!;
const numbers = once(() => new Intl.NumberFormat(language, { useGrouping: 'always' }));
const shares = once(() => new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const times = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long', timeZone: 'UTC' }));
const ages = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const SIZES: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** Browsers take longer to make what writes numbers and times than for all else that a page begins with. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function say(key: Key, values: Record<string, string | number> = {}): string {
  return words[key].replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? count(value) : value;
  });
}

/** For words that come with data, such as a state: the key itself if there is none. */
export function sayIf(key: string): string {
  return Object.hasOwn(words, key) ? words[key as Key] : key;
}

/** Grouped as on the plain pages. */
export function count(n: number): string {
  return numbers().formatToParts(n).map(({ type, value }) => (type === 'group' ? words.group : value)).join('');
}

/** A share in percent with two decimals: a view, never data. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${shares().format((100 * part) / whole)}\u00a0%`;
}

export function time(seconds: number): string {
  return times().format(seconds * 1000);
}

/** How long ago, by the reader's clock. */
export function ago(seconds: number): string {
  const age = Date.now() / 1000 - seconds;
  const [unit, size] = SIZES.find(([, n]) => Math.abs(age) >= n) ?? SIZES.at(-1)!;
  return ages().format(-Math.trunc(age / size), unit);
}
