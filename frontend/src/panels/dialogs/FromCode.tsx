import { useLab } from "../../app/context";
import { CodeLine } from "../../ui/CodeLine";

/** How a cell names a vector of its own. */
export function FromCode({ name }: { name: string }) {
  const width = useLab((lab) => lab.state?.model?.structure.d_model ?? null);
  const line = `lab.direction(${JSON.stringify(name.trim() || "name")}, vector)`;
  return (
    <div className="form">
      <p className="dim">
        Any vector of {width ?? "d_model"} numbers that a cell has computed: a probe's weights, a principal
        component, a row of a sparse autoencoder. A tensor, an array or a list.
      </p>
      <CodeLine code={line} />
    </div>
  );
}
