// What views of the stream at one point and position share.
import { compact } from "../format";
import type { ViewData } from "../protocol/gen";
import { TokenText } from "../tokens/TokenText";
import { RunMinus } from "./RunMinus";

type Read = Pick<ViewData["holds"], "point" | "position" | "token" | "run" | "against" | "runs" | "norm">;

interface PointRunsProps {
  readonly data: Read;
  readonly params: { readonly run: string; readonly against: string | null };
  readonly change: (params: { run?: string; against?: string | null }) => void;
}

/** In which run it is read, and what is taken off. */
export function PointRuns({ data, params, change }: PointRunsProps) {
  return (
    <RunMinus
      label="less"
      run={params.run}
      minus={params.against}
      runs={data.runs}
      onChange={({ minus, ...run }) => change(minus === undefined ? run : { ...run, against: minus })}
    />
  );
}

/** Where it is read, and how long the stream is there. */
export function PointNote({ data }: { readonly data: Read }) {
  const what = data.against === null ? "the stream" : `${data.run} − ${data.against}`;
  return (
    <p className="tf-view-note">
      {data.point} at{" "}
      <span className="tf-mono">
        <TokenText text={data.token} />
      </span>{" "}
      ({data.position}); norm of {what} <b>{compact(data.norm)}</b>
    </p>
  );
}
