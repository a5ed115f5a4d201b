/** An incident: how many requests were refused at a place, and when. */
import { decimal, malformed } from './bytes.ts';
import { byteString, CborMap, fields, integer, list, text, type Item } from './cbor.ts';
import { COUNT, LAST_TIME } from './figures.ts';

const REFUSED = 2_678_399_997_321_600;

function readRefused(item: Item | undefined, n: number): bigint {
  const [sum, p50, p90, p99, max] = list(item, 5, 5).map((v, i) => BigInt(integer(v, 0, i === 0 ? REFUSED : COUNT))) as
    [bigint, bigint, bigint, bigint, bigint];
  const place = (percent: number): number => Math.ceil((percent * n) / 100);
  const [r, s, t] = [place(50), place(90), place(99)];
  const ascending = p50 <= p90 && p90 <= p99 && p99 <= max && max <= sum;
  const coinciding = (r !== s || p50 === p90) && (s !== t || p90 === p99) && (t !== n || p99 === max);
  const [br, bs, bt, bn] = [BigInt(r), BigInt(s), BigInt(t), BigInt(n)];
  const least = (bs - br) * p50 + (bt - bs) * p90 + (bn - bt) * p99 + max;
  const most = br * p50 + (bs - br) * p90 + (bt - bs) * p99 + (bn - bt) * max;
  if (!ascending || !coinciding || sum < least || sum > most) malformed('figures that no counts have');
  return sum;
}

/** Nothing here needs what it says; whoever reads the log has to find it sound. */
export function readIncident(subject: string, payload: Item): void {
  const slash = subject.lastIndexOf('/');
  const vantage = subject.slice(0, Math.max(0, slash));
  if (vantage.length > 40 || !/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(vantage)) malformed('not a vantage');
  const from = decimal(subject.slice(slash + 1), LAST_TIME);
  const f = fields(payload, [1, 2, 3, 4, 5, 6, 7, 8], [9]);
  if (text(f(1)) !== 'requests-refused') malformed('not a unit');
  const to = integer(f(2), 0, LAST_TIME);
  const seconds = to - from + 1;
  if (seconds < 1 || seconds > 2_678_400) malformed('not a window of 1 to 2678400 seconds');
  const counted = integer(f(3), 1, seconds);
  const total = readRefused(f(4), counted);
  const reasons = f(5);
  if (!(reasons instanceof CborMap) || reasons.entries.length > 32) return malformed('not up to 32 reasons');
  let sum = 0n;
  for (const [reason, refused] of reasons.entries) {
    if (typeof reason !== 'string' || !/^[a-z][a-z0-9-]{0,23}$/.test(reason)) malformed('not a reason');
    const n = readRefused(refused, counted);
    if (n === 0n) malformed('a reason for which nothing was refused');
    sum += n;
  }
  if (sum !== total) malformed('the reasons do not add up');
  integer(f(6), 0, COUNT);
  integer(f(7), 0, COUNT);
  byteString(f(8), 32);
  if (f(9) !== undefined) byteString(f(9), 32);
}
