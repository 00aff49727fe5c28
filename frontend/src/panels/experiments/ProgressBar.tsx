/** How much of something is done. */
export function ProgressBar({ done, all }: { done: number; all: number }) {
  const share = all > 0 ? Math.min(1, done / all) : 0;
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label="Cells computed"
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={done}
    >
      <span style={{ width: `${100 * share}%` }} />
    </span>
  );
}
