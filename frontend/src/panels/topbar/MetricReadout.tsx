import { type Metric, type MetricData, plainText } from "@trafolab/viz";
import { Popover } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { KIND_WORDS, kindWords, measuredText } from "../../model/metricWords";
import { PLAIN_MEANS } from "../../model/words";
import { MeasuredTokens } from "../../ui/MeasuredTokens";
import { contrasted, short, signed } from "../../ui/numbers";
import { Counted } from "./Counted";
import { DrawSpread } from "./DrawSpread";
import { MetricEditor } from "./MetricEditor";
import { SideEffect } from "./SideEffect";

/** The number under study: live, plain, and the difference. Opened, it lets another one be chosen. */
export function MetricReadout() {
  const { set } = useLaboratory();
  const shown = usePage((page) => page.metricShown);
  const seen = useView("metric", {});
  const failure = useFailure("metric", {});
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const problem = useLab((lab) => lab.state?.metric_problem ?? null);
  const data = seen?.data ?? null;
  const label = data?.label ?? "";
  const reason = failure ?? data?.reason ?? problem;
  const kind = data?.kind ? (metric?.kind === data.kind ? kindWords(metric) : KIND_WORDS[data.kind]) : null;
  return (
    <Popover.Root open={shown} onOpenChange={(open) => set({ metricShown: open })}>
      <Popover.Trigger
        className="metric"
        data-testid="metric"
        data-value={failure === null ? (data?.live ?? "") : ""}
        data-plain={failure === null ? (data?.plain ?? "") : ""}
        title={`Choose the metric (Shift M)${kind ? `\n${kind} ${said(metric, label)}` : ""}`}
      >
        {kind && (
          <span className="metric-name">
            {kind}{" "}
            <bdi className="mono">
              {metric ? <MeasuredTokens metric={metric} /> : plainText(label.trim())}
            </bdi>
          </span>
        )}
        <Numbers
          live={data?.live ?? null}
          plain={data?.plain ?? null}
          over={data?.over ?? null}
          reason={reason}
        />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" aria-label="The metric" sideOffset={6}>
          <MetricEditor close={() => set({ metricShown: false })} />
          <SideEffect />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function said(metric: Metric | null, label: string): string {
  return metric ? measuredText(metric) : plainText(label.trim());
}

interface NumbersProps {
  readonly live: number | null;
  readonly plain: number | null;
  /** Where they are means over pairs. */
  readonly over: MetricData["over"];
  readonly reason: string | null;
}

function Numbers({ live, plain, over, reason }: NumbersProps) {
  if (live === null) return <span className="metric-reason">{reason ?? "no number yet"}</span>;
  const beside = contrasted(live, plain ?? live);
  return (
    <>
      <span className="metric-live">{plain === null ? signed(live) : beside.first}</span>
      {over ? <Counted over={over} /> : <DrawSpread />}
      {plain !== null && (
        <span className="metric-plain" title={`Plain: ${PLAIN_MEANS}`}>
          plain {beside.second}
        </span>
      )}
      <span className="metric-change" data-sign={beside.sign}>
        {beside.change}
      </span>
      <span className="visually-hidden">{`live ${short(live)}`}</span>
    </>
  );
}
