import { stateLook } from "./stateLooks";

export interface StateGlyphProps {
  /** `ablated`, `frozen`, `inactive`, … */
  state: string;
  size?: number | undefined;
}

/** The sign by which the map marks a state, for lists and legends. */
export function StateGlyph({ state, size = 12 }: StateGlyphProps) {
  const look = stateLook(state);
  return (
    <svg className="tf-glyph" width={size} height={size} viewBox="0 0 12 12" role="img" aria-label={state}>
      <path
        d={look.path}
        fill="none"
        stroke={`var(--tf-${look.colour})`}
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
