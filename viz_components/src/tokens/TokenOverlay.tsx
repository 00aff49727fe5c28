import { type CSSProperties, Fragment, type SyntheticEvent, useCallback } from "react";
import { compact } from "../format";
import { diverging, inkOn, sequential } from "../scales";
import { useTheme } from "../theme/useTheme";
import { TokenText } from "./TokenText";
import { tokenAt } from "./tokenAt";
import { visibleText } from "./visibleText";

export interface TokenOverlayProps {
  tokens: readonly { readonly text: string }[];
  /** Weight of each token: attention from or to the focused one. */
  weights: Float32Array;
  /** Weight of the deepest colour, by default 1. */
  reach?: number | undefined;
  /** Weights may be negative. */
  signed?: boolean | undefined;
  focus: number | null;
  hovered: number | null;
  onHover: (index: number | null) => void;
  /** `from`: where the focused token looks; `to`: what looks at it. */
  direction: "from" | "to";
}

/** The prompt as text, each token's background saying how much attention runs between it and the focus. */
export function TokenOverlay(props: TokenOverlayProps) {
  const { tokens, weights, focus, hovered, onHover, direction, reach = 1, signed = false } = props;
  const theme = useTheme();
  const point = useCallback((event: SyntheticEvent) => onHover(tokenAt(event)), [onHover]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      className="tf-overlay"
      role="group"
      aria-label={title(props)}
      data-direction={direction}
      onPointerOver={point}
      onPointerLeave={() => onHover(null)}
    >
      {tokens.map((token, index) => (
        <Fragment
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
          key={index}
        >
          <span
            data-index={index}
            data-focus={index === focus ? "" : undefined}
            data-hovered={index === hovered ? "" : undefined}
            title={`${index} ${visibleText(token.text)}: ${compact(weights[index] ?? Number.NaN)}`}
            style={background((weights[index] ?? 0) / reach, signed, theme)}
          >
            <TokenText text={token.text} />
          </span>
          {token.text.includes("\n") && <br />}
        </Fragment>
      ))}
    </div>
  );
}

function title({ tokens, focus, direction }: TokenOverlayProps): string {
  const token = focus === null ? undefined : tokens[focus];
  if (!token) return "Attention over the prompt";
  const name = `${visibleText(token.text)} (${focus})`;
  return direction === "from" ? `Attention from ${name}` : `Attention to ${name}`;
}

function background(weight: number, signed: boolean, theme: "light" | "dark"): CSSProperties {
  const colour = (signed ? diverging : sequential)(Number.isNaN(weight) ? 0 : weight, theme);
  return { backgroundColor: colour.css, color: inkOn(colour) };
}
