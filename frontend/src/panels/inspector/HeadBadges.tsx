import { usePage } from "../../app/context";
import { useView } from "../../app/useView";

/** What a head is called on the live run: the known scores that it reaches, none where it reaches none. */
export function HeadBadges({ head }: { head: string }) {
  const hideBos = usePage((page) => page.hideBos);
  const seen = useView("head_scores", { head, hide_bos: hideBos, least: LEAST });
  if (!seen || seen.data.scores.length === 0) return null;
  // Those of another head keep the room until this one's have come, so that nothing jumps as one walks.
  const waiting = seen.data.head !== head;
  return (
    <ul className="badges" aria-label={`What ${head} looks like`} data-waiting={waiting ? "" : undefined}>
      {seen.data.scores.map(({ name, label, value, says }) => (
        <li key={name} className="badge" title={`${label} ${shown(value)}: ${says}. ${WHEN}`}>
          {WORDS[name] ?? label} {shown(value)}
        </li>
      ))}
    </ul>
  );
}

/** A score as large as that says what most of a head's attention does, or most of what it writes. */
const LEAST = 0.5;
const WHEN = `Told from ${LEAST} on, of the live run; the view Heads of the prompt has all scores.`;
const WORDS: Readonly<Record<string, string>> = { copying: "copies" };

function shown(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
