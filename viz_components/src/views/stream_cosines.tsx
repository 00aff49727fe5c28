import { selecting } from "../heatmap/names";
import { TokenText } from "../tokens/TokenText";
import { useLink } from "./link";
import { RunChoice } from "./RunChoice";
import { SquareMap } from "./SquareMap";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"stream_cosines">;

/** Points of the stream by points of the stream, at one position. */
function StreamCosines(props: Props) {
  const { data, params, change } = props;
  const { runs } = data;
  return (
    <>
      <div className="tf-view-controls">
        <RunChoice label="rows" value={params.run} runs={runs} onChange={(run) => change({ run })} />
        <RunChoice
          label="columns"
          value={params.against ?? params.run}
          runs={runs}
          onChange={(against) => change({ against })}
        />
      </div>
      <small className="tf-view-note">
        at{" "}
        <span className="tf-mono">
          <TokenText text={data.token} />
        </span>{" "}
        ({data.position}){data.other_token !== data.token && <Against {...props} />}
      </small>
      <Cosines {...props} />
    </>
  );
}

/** What stands there in the other prompt. */
function Against({ data }: Props) {
  return (
    <>
      , against{" "}
      <span className="tf-mono">
        <TokenText text={data.other_token} />
      </span>
    </>
  );
}

function Cosines({ data, tensors }: Props) {
  const { select, whole } = useLink();
  const { points, run, against } = data;
  const names = selecting(points, select);
  return (
    <SquareMap
      values={tensors.cosines}
      labels={points}
      value="cosine"
      reach={1}
      rowNames={names}
      colNames={names}
      cellName={({ row, col }) => `${points[row]} (${run}), ${points[col]} (${against})`}
      maxHeight={whole ? 4000 : 620}
      maxCell={whole ? 64 : 38}
      label={`Cosines between points of the stream at position ${data.position}: ${run} by ${against}`}
    >
      {run !== against && <small>on the diagonal the same point in both runs</small>}
    </SquareMap>
  );
}

export const stream_cosines: View<"stream_cosines"> = {
  title: "Cosines",
  subjects: ["resid", "prompt"],
  ask: ({ position }) => ({ position, run: "live", against: null }),
  Component: StreamCosines,
};
