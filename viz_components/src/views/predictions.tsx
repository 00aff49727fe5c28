import { PredictionBars } from "../predictions/PredictionBars";
import { TokenText } from "../tokens/TokenText";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

/** What comes next after a token, live beside plain. */
function Predictions({ data }: ViewProps<"predictions">) {
  const { measure } = useLink();
  const { position } = data;
  return (
    <div className="tf-view-text">
      <small className="tf-view-note">
        after{" "}
        <span className="tf-mono">
          <TokenText text={data.token} />
        </span>{" "}
        ({data.position}); filled: live, dashed: plain
      </small>
      <PredictionBars
        rows={data.rows}
        largest={data.n_largest}
        onSelect={measure && (({ id, token }, against) => measure({ id, token, position }, against))}
      />
    </div>
  );
}

export const predictions: View<"predictions"> = {
  title: "Predictions",
  subjects: ["prompt", "unembed"],
  ask: ({ position }) => ({ position, k: 10 }),
  Component: Predictions,
};
