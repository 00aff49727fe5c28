// What views answered on the embedded model (`make examples`): their pictures in the gallery, and their tests.
import { useState } from "react";
import type { ViewData, ViewParams } from "../protocol/gen";
import { type Tensor, tensorOver } from "../tensor";
import { VIEW_NAMES } from "../views";
import { LocalLink } from "../views/link";
import { type ViewAnswer, ViewPanel } from "../views/ViewPanel";
import type { ViewName } from "../views/view";
import type { Example } from "./example";

interface Packed {
  readonly name: string;
  readonly dtype: Tensor["dtype"];
  readonly shape: number[];
  readonly base64: string;
}

interface Recorded<V extends ViewName> {
  readonly view: V;
  readonly params: ViewParams[V];
  readonly data: ViewData[V];
  readonly tensors: readonly Packed[];
}

const FILES = import.meta.glob<{ default: unknown }>("./recorded/*.json", { eager: true });

/** A view's recorded answer. Throws where there is none. */
export function recordedOf<V extends ViewName>(view: V): Recorded<V> {
  const found = FILES[`./recorded/${view}.json`]?.default;
  if (!isOf(view, found)) throw new Error(`The view ${view} has no example: run \`make examples\`.`);
  return found;
}

// The kernel made the file by the records that the types are generated from; its name is the proof.
function isOf<V extends ViewName>(view: V, found: unknown): found is Recorded<V> {
  return typeof found === "object" && found !== null && "view" in found && found.view === view;
}

/** The answer of an example, as if it had just come. */
export function answerOf<V extends ViewName>({ data, tensors }: Recorded<V>): ViewAnswer<V> {
  return {
    data,
    tensors: Object.fromEntries(tensors.map((each) => [each.name, unpacked(each)])),
    late: false,
  };
}

function unpacked({ base64, ...spec }: Packed): Tensor {
  const memory = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
  return tensorOver({ ...spec, buffer: 0 }, { memory, offset: 0, length: memory.byteLength });
}

function RecordedView<V extends ViewName>({ view }: { view: V }) {
  const example = recordedOf(view);
  const [answer] = useState(() => answerOf(example));
  const [params, setParams] = useState(example.params);
  return (
    <LocalLink position={11}>
      <ViewPanel
        view={view}
        params={params}
        change={(changed) => setParams({ ...params, ...changed })}
        answer={answer}
      />
    </LocalLink>
  );
}

export const viewExamples: readonly Example[] = VIEW_NAMES.map((view) => ({
  name: `view-${view}`,
  width: 440,
  render: () => <RecordedView view={view} />,
}));
