import { TokenText, visibleText } from "@trafolab/viz";
import { useLab } from "../../app/context";
import { useByText } from "../../app/useByText";
import { useReadPosition } from "../../app/useReadPosition";
import { useView } from "../../app/useView";
import { spaced } from "../../model/spaced";

interface TokenFieldProps {
  name: string;
  value: string;
  onChange: (value: string) => void;
  /** It was just asked for, so it is what is typed into next. */
  fresh?: boolean;
}

/** A token to be typed, shown as tokens are shown everywhere else; its twin with a space is one click away. */
export function TokenField({ name, value, onChange, fresh = false }: TokenFieldProps) {
  const meant = spaced(value, useSeenTokens());
  const byText = useByText();
  return (
    <div className="token-field">
      <label>
        {name}
        <input
          className="field mono"
          value={value}
          // biome-ignore lint/a11y/noAutofocus: the button that was pressed asked for this field
          autoFocus={fresh}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {byText && value !== "" && (
        <p>
          token{" "}
          <span className="mono">
            <TokenText text={value} />
          </span>
          {meant !== null && (
            <button
              type="button"
              className="chip"
              aria-label={`Did you mean ${visibleText(meant)}?`}
              onClick={() => onChange(meant)}
            >
              did you mean <b className="mono">{visibleText(meant)}</b>?
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** The tokens of the prompts and of the predictions in sight. */
function useSeenTokens(): string[] {
  const { asked } = useReadPosition();
  const predicted = useView("predictions", { position: asked, k: PREDICTED });
  const clean = useLab((lab) => lab.state?.clean ?? null);
  const others = useLab((lab) => lab.state?.counterfactuals ?? NONE);
  const prompts = clean ? [clean, ...others] : others;
  return [
    ...(predicted?.data.rows ?? []).map(({ token }) => token),
    ...prompts.flatMap(({ tokens }) => tokens.map(({ text }) => text)),
  ];
}

/** As many as the panel of predictions asks for, so that it is one watch. */
const PREDICTED = 10;
const NONE: never[] = [];
