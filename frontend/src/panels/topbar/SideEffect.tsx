import { useLab } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { contrasted, counted } from "../../ui/numbers";

/** What the interventions do to text that they are not about; nothing where there are none. */
export function SideEffect() {
  const acting = useLab((lab) => (lab.state?.interventions ?? []).some(({ enabled }) => enabled));
  return acting && <Measured />;
}

function Measured() {
  const seen = useView("side_effect", {});
  const failure = useFailure("side_effect", {});
  if (failure !== null) return <p className="side-effect">Side effect: {failure}</p>;
  if (!seen || seen.data.live === null || seen.data.plain === null) {
    return <p className="side-effect">Side effect: reading neutral text…</p>;
  }
  const { live, plain, n_texts, n_tokens, texts, idle } = seen.data;
  const { first, second, change, sign } = contrasted(live, plain);
  return (
    <p
      className="side-effect"
      data-testid="side-effect"
      title={`Mean cross entropy of the next token, in nats, over ${counted(n_tokens, "token")} of ${counted(n_texts, "text")} (${texts})`}
    >
      Side effect: loss on neutral text <b>{first}</b>, plain {second}{" "}
      <span className="metric-change" data-sign={sign}>
        {change}
      </span>
      {idle.length > 0 && <small>{counted(idle.length, "intervention")} can't act there</small>}
    </p>
  );
}
