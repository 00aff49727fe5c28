import { useLink } from "../views/link";

/** Sets one neuron to zero, or lets go of it; nothing where a view stands alone. */
export function AblateNeuron({ name }: { readonly name: string }) {
  const { ablation } = useLink();
  if (!ablation) return null;
  const held = ablation.held.has(name);
  return (
    <button
      type="button"
      className="tf-quiet"
      aria-label={held ? `Release ${name}` : `Ablate ${name}`}
      title={held ? `Let go of ${name}` : `Set ${name} to zero`}
      onClick={() => ablation.toggle(name)}
    >
      {held ? "release" : "ablate"}
    </button>
  );
}
