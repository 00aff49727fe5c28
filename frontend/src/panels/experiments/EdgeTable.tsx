import { useLaboratory, usePage } from "../../app/context";
import type { CircuitEdge } from "../../experiments/circuit";
import { signed } from "../../ui/numbers";

/** The edges of a circuit with their numbers; the one pointed at stands out on the map, and the other way round. */
export function EdgeTable({ edges }: { edges: readonly CircuitEdge[] }) {
  const { set } = useLaboratory();
  const pointed = usePage((page) => page.pointedEdge);
  const point = (pointedEdge: string | null) => set({ pointedEdge });
  return (
    <div className="edge-table">
      <table aria-label="Edges of the circuit" onPointerLeave={() => point(null)}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">from</th>
            <th scope="col">to</th>
            <th scope="col">estimated</th>
            <th scope="col">patched</th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ key, order, sender, receiver, estimated, patched }) => (
            <tr
              key={key}
              data-edge={key}
              data-pointed={key === pointed ? "" : undefined}
              onPointerEnter={() => point(key)}
            >
              <td>{order}</td>
              <td className="mono">{sender}</td>
              <td className="mono">{receiver}</td>
              <td className="number" data-sign={estimated < 0 ? "-" : "+"}>
                {signed(estimated)}
              </td>
              <td className="number">{patched === null ? "" : signed(patched)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
