import { Plus, X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { TokenField } from "./TokenField";

interface AnswerSetProps {
  name: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

/** One answer or several, each in a field of its own. */
export function AnswerSet({ name, values, onChange }: AnswerSetProps) {
  const [added, setAdded] = useState<number | null>(null);
  const add = () => {
    setAdded(values.length);
    onChange([...values, ""]);
  };
  const replace = (place: number, ...by: string[]) =>
    onChange([...values.slice(0, place), ...by, ...values.slice(place + 1)]);
  return (
    <div className="answer-set">
      {values.map((value, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place among the others
        <div className="answer-row" key={place}>
          <TokenField
            name={place === 0 ? name : `${name} ${place + 1}`}
            value={value}
            fresh={place === added}
            onChange={(typed) => replace(place, typed)}
          />
          {values.length > 1 && (
            <IconButton
              label={`Remove ${name.toLowerCase()} ${place + 1}`}
              icon={<X size={14} />}
              onClick={() => replace(place)}
            />
          )}
        </div>
      ))}
      {values.every((value) => value !== "") && (
        <button type="button" className="chip" onClick={add}>
          <Plus size={13} /> {name === "Answer" ? "another answer" : "another to measure against"}
        </button>
      )}
    </div>
  );
}
