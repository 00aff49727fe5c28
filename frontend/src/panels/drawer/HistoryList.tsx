import type { HistoryEntry } from "@trafolab/viz";
import { Circle, CircleDot } from "lucide-react";
import { useMemo } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { promptChanges } from "../../model/promptChanges";
import { tokensIn } from "../../store/seenPrompts";
import { CopyButton, CopyChip } from "../../ui/CodeLine";
import { Empty } from "../../ui/Empty";

/** Every act from either side, newest first, with the line that does it again. */
export function HistoryList() {
  const history = useLab((lab) => lab.state?.history ?? null);
  const code = useLab((lab) => lab.state?.code ?? "");
  const prompts = useLab((lab) => lab.prompts);
  const changes = useMemo(
    () => promptChanges(history ?? [], prompts.first, (given) => tokensIn(prompts, given)),
    [history, prompts],
  );
  return (
    <>
      <div className="list-tools">
        <RecordSwitch />
        <CopyChip text={acts(history ?? [])} label="copy all acts" />
        <CopyChip text={code} label="copy code that rebuilds this state" />
      </div>
      {!history || history.length === 0 ? (
        <Empty title="Nothing has been done yet.">
          Every act appears here, from the page and from cells.
        </Empty>
      ) : (
        <ol className="rows" reversed>
          {history
            .map((entry, place) => (
              <Row
                key={`${entry.revision} ${entry.kind} ${entry.label}`}
                entry={entry}
                change={changes.get(place)}
              />
            ))
            .reverse()}
        </ol>
      )}
    </>
  );
}

function acts(history: readonly HistoryEntry[]): string {
  return history.flatMap(({ code, undone }) => (code !== null && !undone ? [code] : [])).join("\n");
}

interface RowProps {
  readonly entry: HistoryEntry;
  /** What the act changed in the prompts. */
  readonly change: string | undefined;
}

function Row({ entry, change }: RowProps) {
  const { origin, cell, label, code, undone } = entry;
  const from = origin === "code" && cell !== null ? `cell ${cell}` : origin;
  return (
    <li className="row history" data-undone={undone ? "" : undefined} data-origin={origin}>
      <span className="origin">{from}</span>
      <span className={code === null ? "clip alone" : "clip"} title={label}>
        <bdi>{label}</bdi>
        {undone && <span className="visually-hidden"> (undone)</span>}
      </span>
      {code !== null && (
        <>
          <code className="clip" title={code}>
            <bdi>{code}</bdi>
          </code>
          <CopyButton text={code} label={`Copy ${code}`} />
        </>
      )}
      {change !== undefined && (
        <small className="change clip mono" title={change}>
          <bdi>{change}</bdi>
        </small>
      )}
    </li>
  );
}

function RecordSwitch() {
  const { set } = useLaboratory();
  const on = usePage((page) => page.record);
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={on}
      title="Every act made on this page is also written into the notebook, as a cell that is not run"
      onClick={() => set({ record: !on })}
    >
      {on ? <CircleDot size={13} /> : <Circle size={13} />} {on ? "recording into the notebook" : "record"}
    </button>
  );
}
