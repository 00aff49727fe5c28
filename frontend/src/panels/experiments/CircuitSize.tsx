import { useLaboratory } from "../../app/context";

/** How many edges the circuit has: by slider, or by number. */
export function CircuitSize({ n, most }: { n: number; most: number }) {
  const { set } = useLaboratory();
  const choose = (text: string) => {
    const wanted = Math.round(Number(text));
    if (wanted >= 1) set({ edgesShown: Math.min(wanted, most) });
  };
  return (
    <span className="circuit-size">
      <label>
        edges{" "}
        <input
          type="range"
          aria-label="Edges of the circuit"
          min={0}
          max={1}
          step="any"
          value={shareOf(n, most)}
          onChange={({ target }) => choose(String(countOf(Number(target.value), most)))}
          onKeyDown={(event) => {
            const step = STEPS[event.key];
            if (step === undefined) return;
            event.preventDefault();
            choose(String(Math.max(1, n + step)));
          }}
        />
      </label>
      <input
        type="number"
        className="field"
        aria-label="Number of edges"
        min={1}
        max={most}
        value={n}
        onChange={({ target }) => choose(target.value)}
      />
    </span>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/** Where a number stands on the slider: the first ones have as much room as the many. */
function shareOf(n: number, most: number): number {
  return most <= 1 ? 1 : Math.log(n) / Math.log(most);
}

function countOf(share: number, most: number): number {
  return Math.round(most ** share);
}
