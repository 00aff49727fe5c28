import { Segments, TokenText } from "@trafolab/viz";
import { Plus, X } from "lucide-react";
import { useByText } from "../../app/useByText";
import { SPACES } from "../../model/spaces";
import { IconButton } from "../../ui/IconButton";
import type { Drafting, TermDraft } from "./directionDraft";

/** A weighted sum of tokens, such as king − man + woman. */
export function TokensForm({ draft, change }: Drafting) {
  const byText = useByText();
  const { terms, space } = draft;
  const put = (place: number, part: Partial<TermDraft>) =>
    change({ terms: terms.map((term, i) => (i === place ? { ...term, ...part } : term)) });
  return (
    <div className="form">
      <ol className="terms">
        {terms.map((term, i) => (
          <TermRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and all that it holds is in the draft
            key={i}
            number={i + 1}
            term={term}
            onChange={(part) => put(i, part)}
            onRemove={() => change({ terms: terms.filter((_, place) => place !== i) })}
          />
        ))}
      </ol>
      <div className="form-row">
        <button
          type="button"
          className="button small"
          onClick={() => change({ terms: [...terms, { token: "", weight: "1" }] })}
        >
          <Plus size={13} aria-hidden="true" /> Another token
        </button>
        <Segments
          label="rows of the"
          value={space}
          options={SPACES}
          onChange={(chosen) => change({ space: chosen })}
        />
      </div>
      <small>
        {byText
          ? "Single tokens, with their leading space if they have one: · is a space."
          : "Ids of tokens."}{" "}
        The direction is the sum of their rows, each with its weight.
      </small>
    </div>
  );
}

interface TermRowProps {
  readonly number: number;
  readonly term: TermDraft;
  readonly onChange: (part: Partial<TermDraft>) => void;
  readonly onRemove: () => void;
}

function TermRow({ number, term, onChange, onRemove }: TermRowProps) {
  return (
    <li>
      <input
        className="field number"
        value={term.weight}
        aria-label={`Weight ${number}`}
        onChange={({ target }) => onChange({ weight: target.value })}
      />
      <span aria-hidden="true">×</span>
      <input
        className="field mono"
        value={term.token}
        aria-label={`Token ${number}`}
        onChange={({ target }) => onChange({ token: target.value })}
      />
      <span className="mono clip">{term.token !== "" && <TokenText text={term.token} />}</span>
      <IconButton label={`Remove token ${number}`} icon={<X size={14} />} onClick={onRemove} />
    </li>
  );
}
