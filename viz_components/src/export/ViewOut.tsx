import { type Leaving, WAYS } from "./ways";

interface ViewOutProps extends Leaving {
  readonly report: (error: Error) => void;
}

/** How a view leaves a cell: as a picture, as its numbers. */
export function ViewOut({ report, ...leaving }: ViewOutProps) {
  return (
    <fieldset className="tf-out">
      <legend>Save</legend>
      {WAYS.map(({ label, says, leave }) => (
        <button
          key={label}
          type="button"
          aria-label={says}
          title={says}
          onClick={() => void leave(leaving).catch(report)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
