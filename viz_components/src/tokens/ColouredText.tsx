import { type CSSProperties, Fragment, type ReactNode, type SyntheticEvent } from "react";
import { compact } from "../format";
import { diverging, inkOn, type ScaleKind, sequential } from "../scales";
import { type Theme, useTheme } from "../theme/useTheme";
import { TokenText } from "./TokenText";
import { tokenAt } from "./tokenAt";
import { visibleText } from "./visibleText";

export interface ColouredTextProps {
  readonly tokens: readonly string[];
  /** A number for each token; those without one stay as they are. */
  readonly values: ArrayLike<number>;
  readonly scale: ScaleKind;
  readonly domain: readonly [number, number];
  /** Position of the first token. */
  readonly first?: number | undefined;
  /** The token that is read. */
  readonly focus?: number | null | undefined;
  readonly hovered?: number | null | undefined;
  /** Indices into `tokens`, as below. */
  readonly onHover?: ((index: number | null) => void) | undefined;
  /** Where there is one, tokens are buttons. */
  readonly onSelect?: ((index: number) => void) | undefined;
  /** What a token's tip says of its number; by default the number. */
  readonly note?: ((index: number) => string) | undefined;
  /** What the colours say; its accessible name. */
  readonly label: string;
}

/** Text with a number behind each token, as its colour. */
export function ColouredText(props: ColouredTextProps) {
  const { tokens, onHover, label } = props;
  const theme = useTheme();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      className="tf-overlay"
      role="group"
      aria-label={label}
      onPointerOver={(event: SyntheticEvent) => onHover?.(tokenAt(event))}
      onPointerLeave={() => onHover?.(null)}
    >
      {tokens.map((text, index) => (
        <Fragment
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
          key={index}
        >
          <Token shown={props} index={index} theme={theme}>
            <TokenText text={text} />
          </Token>
          {text.includes("\n") && <br />}
        </Fragment>
      ))}
    </div>
  );
}

interface TokenProps {
  readonly shown: ColouredTextProps;
  readonly index: number;
  readonly theme: Theme;
  readonly children: ReactNode;
}

function Token({ shown, index, theme, children }: TokenProps) {
  const { values, hovered = null, focus = null, onSelect } = shown;
  const attributes = {
    "data-index": index,
    "data-value": Number.isNaN(valueAt(values, index)) ? undefined : values[index],
    "data-focus": index === focus ? "" : undefined,
    "data-hovered": index === hovered ? "" : undefined,
    title: tip(shown, index),
    style: colour(shown, valueAt(values, index), theme),
  };
  if (!onSelect) return <span {...attributes}>{children}</span>;
  return (
    <button type="button" {...attributes} onClick={() => onSelect(index)}>
      {children}
    </button>
  );
}

function valueAt(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}

function tip({ tokens, values, first = 0, note }: ColouredTextProps, index: number): string {
  const name = `${first + index} ${visibleText(tokens[index] ?? "")}`;
  const value = valueAt(values, index);
  return Number.isNaN(value) ? name : `${name}: ${note?.(index) ?? compact(value)}`;
}

function colour({ scale, domain }: ColouredTextProps, value: number, theme: Theme): CSSProperties {
  if (Number.isNaN(value)) return {};
  const [low, high] = domain;
  const share = (value - low) / (high - low || 1);
  const found = scale === "diverging" ? diverging(2 * share - 1, theme) : sequential(share, theme);
  return { backgroundColor: found.css, color: inkOn(found) };
}
