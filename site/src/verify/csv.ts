/** CSV: RFC 4180 as people write it, and the canonical form that is published. */
import { malformed } from './bytes.ts';

export const ROWS = 2_000_000;

/** All rows, header included; lines end in LF or CRLF, the last one may not. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    if (rows.length > ROWS) malformed(`more than ${ROWS} rows`);
    const row: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        let value = '';
        for (at++; ; at++) {
          const close = text.indexOf('"', at);
          if (close < 0) malformed('a quote that does not end');
          value += text.slice(at, close);
          at = close + 1;
          if (text[at] !== '"') break;
          value += '"';
        }
        row.push(value);
      } else {
        const start = at;
        while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') {
          if (text[at] === '"') malformed('a quote within a field');
          at++;
        }
        row.push(text.slice(start, at));
      }
      if (text[at] === ',') {
        at++;
        continue;
      }
      if (text[at] === '\r' && text[at + 1] === '\n') at++;
      if (at < text.length && text[at] !== '\n') malformed('something after a field');
      at++;
      break;
    }
    rows.push(row);
  }
  return rows;
}

/** A field of canonical CSV. */
export function field(value: string): string {
  return /[,"\u0000-\u001f]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
