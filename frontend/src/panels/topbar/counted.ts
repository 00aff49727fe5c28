// A mean over pairs: its interval and its n. Pure.
import type { MetricData } from "@trafolab/viz";
import { signed } from "../../ui/numbers";

type Over = NonNullable<MetricData["over"]>;
type Interval = NonNullable<Over["live"]>;

/** `[−0.50, +0.38]` */
export const rangeOf = ({ low, high }: Interval): string => `[${signed(low)}, ${signed(high)}]`;

/** `n = 40`, or how many of them there are by now. */
export function nWords({ n, n_pairs }: Over): string {
  return n === n_pairs ? `n = ${n}` : `n = ${n} of ${n_pairs}`;
}

/** What the numbers are, with all their intervals. */
export function countedTitle(over: Over): string {
  const rows = [
    ["live", over.live],
    ["plain", over.plain],
    ["live − plain", over.change],
  ] as const;
  const known = rows.flatMap(([name, interval]) => (interval ? [`${name} ${rangeOf(interval)}`] : []));
  const head = `The mean over pairs, ${nWords(over)}.`;
  return known.length === 0 ? head : `${head} 95 % bootstrap intervals:\n${known.join("\n")}`;
}
