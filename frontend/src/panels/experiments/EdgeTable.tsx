import { useLaboratory, usePage } from "../../app/context";
import { type CircuitEdge, patchedSaid } from "../../experiments/circuit";
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
          {edges.map((edge) => (
            <tr
              key={edge.key}
              data-edge={edge.key}
              data-pointed={edge.key === pointed ? "" : undefined}
              onPointerEnter={() => point(edge.key)}
            >
              <td>{edge.order}</td>
              <td className="mono">{edge.sender}</td>
              <td className="mono">{edge.receiver}</td>
              <td className="number" data-sign={edge.estimated < 0 ? "-" : "+"}>
                {signed(edge.estimated)}
              </td>
              <td className="number" title={patchedSaid(edge)}>
                {edge.patched === null ? "" : signed(edge.patched)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
