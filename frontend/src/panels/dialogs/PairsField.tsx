import { TokenText } from "@trafolab/viz";
import { useMemo } from "react";
import { useByText } from "../../app/useByText";
import { counted } from "../../ui/numbers";
import { FromFile } from "./FromFile";
import { readPairs } from "./pairLines";

interface PairsFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Pairs, one a line, typed, pasted from a table, or out of a file. */
export function PairsField({ value, onChange }: PairsFieldProps) {
  const byText = useByText();
  const { pairs, problem } = useMemo(() => readPairs(value, byText), [value, byText]);
  return (
    <div className="prompts-field">
      <label>
        <span>
          Pairs{" "}
          <small>
            one a line: clean | corrupt | answer | distractor, with bars, tabs or commas between; answers
            begin with their blank, and may be several tokens
          </small>
        </span>
        <textarea
          className="field mono"
          rows={7}
          value={value}
          spellCheck={false}
          aria-invalid={problem !== null}
          placeholder={
            byText ? "Mary met John. Mary|John met Mary. John| and| or" : "[[3, 1, 4], [3, 2, 4], 1, 2]"
          }
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      <div className="form-row">
        <FromFile
          label="Pairs"
          accept=".csv,.tsv,.jsonl,.ndjson,.txt"
          onRead={(_, content) => onChange(content)}
        />
        <small>{problem ?? counted(pairs.length, "pair")}</small>
      </div>
      <First pairs={pairs} />
    </div>
  );
}

/** How the first one was understood, spaces made visible. */
function First({ pairs }: { pairs: ReturnType<typeof readPairs>["pairs"] }) {
  const [first] = pairs;
  if (!first) return null;
  const answers = [first.answer, first.distractor].filter((each) => each !== null);
  return (
    <small className="clip">
      the first: <Prompt source={first.clean} /> against <Prompt source={first.corrupt} />, answer{" "}
      {answers.map((each, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answer and distractor, which may be alike
        <span key={i} className="mono">
          {i > 0 && " − "}
          <TokenText text={String(each)} />
        </span>
      ))}
    </small>
  );
}

function Prompt({ source }: { source: ReturnType<typeof readPairs>["pairs"][number]["clean"] }) {
  return <span className="mono">“{source.kind === "text" ? source.text : source.ids.join(", ")}”</span>;
}
