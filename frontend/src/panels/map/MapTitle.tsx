import { visibleText } from "@trafolab/viz";
import { useLab } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { placeName } from "../../model/places";

/** Says where the stream is read that the map and the predictions show. */
export function MapTitle() {
  const { index } = useReadPosition();
  const token = useLab((lab) => lab.state?.clean?.tokens[index]?.text);
  return (
    <>
      Map
      {token !== undefined && (
        <small
          className="read-at"
          title={`The map and its lens read the stream at ${placeName(token, index, 40)}`}
        >
          <span className="wide">reading the stream</span> at
          <span className="mono clip">{visibleText(token, 24)}</span> ({index})
        </small>
      )}
    </>
  );
}
