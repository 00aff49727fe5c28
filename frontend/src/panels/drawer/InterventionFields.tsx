import type { Intervention } from "../../acts/records";
import { AblationFields } from "./AblationFields";
import { LiveNumber } from "./LiveNumber";
import { KnockoutFields, PatchFields } from "./SourceFields";
import { SteerFields } from "./SteerFields";
import { useEdits } from "./useEdits";

interface FieldsProps {
  readonly intervention: Intervention;
}

/** What of an operation can be changed in its place. */
export function OperationFields({ intervention }: FieldsProps) {
  const { operation } = intervention;
  switch (operation.op) {
    case "scale":
      return <ScaleFields intervention={intervention} />;
    case "steer":
      return <SteerFields intervention={intervention} operation={operation} />;
    case "ablate":
    case "keep":
      return <AblationFields intervention={intervention} operation={operation} />;
    case "patch":
      return <PatchFields intervention={intervention} />;
    case "knockout":
      return <KnockoutFields intervention={intervention} operation={operation} />;
    case "freeze":
    case "linearise":
    case "custom":
      return null;
    default:
      return operation satisfies never;
  }
}

/** A factor. */
export function ScaleFields({ intervention }: FieldsProps) {
  const edit = useEdits(intervention);
  const { operation } = intervention;
  if (operation.op !== "scale") return null;
  return (
    <LiveNumber
      label="factor"
      value={operation.factor}
      min={-2}
      max={3}
      step={0.05}
      onChange={(factor, gesture) =>
        edit({ operation: (old) => (old.op === "scale" ? { ...old, factor } : old) }, gesture)
      }
    />
  );
}
