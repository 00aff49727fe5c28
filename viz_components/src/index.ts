export { HeadGrid, type HeadGridProps } from "./compare/HeadGrid";
export { type ComparedPrediction, PairedBars, type PairedBarsProps } from "./compare/PairedBars";
export { Check } from "./controls/Check";
export { Segments } from "./controls/Segments";
export { Select } from "./controls/Select";
export { fileName, pngOf, save } from "./export/saving";
export { svgOf } from "./export/svgOf";
export type { Figure } from "./export/usePicture";
export { type Leaving, type TableForm, WAYS } from "./export/ways";
export { percent } from "./format";
export { type Cell, Progress } from "./heatmap/cells";
export { HeatMap, type HeatMapProps } from "./heatmap/HeatMap";
export { Legend, type LegendProps } from "./Legend";
export { ArchitectureMap } from "./map/ArchitectureMap";
export { colouringBy } from "./map/colouringBy";
export { type ListedComponent, listComponents } from "./map/listComponents";
export type {
  ArchitectureMapProps,
  Camera,
  ComponentState,
  LensReading,
  MapAction,
  MapColouring,
  MapEdge,
  MapEdges,
  MapFigure,
  MapGroup,
  MapMlps,
  MapPatterns,
} from "./map/props";
export { StateGlyph, type StateGlyphProps } from "./map/StateGlyph";
export { type Prediction, PredictionBars, type PredictionBarsProps } from "./predictions/PredictionBars";
export type * from "./protocol/gen";
export { type Colour, diverging, gradient, inkOn, type ScaleKind, sequential } from "./scales";
export { type Dot, ScatterPlot, type ScatterPlotProps } from "./scatter/ScatterPlot";
export { halfToNumber, numbers, type Span, type Tensor, tensorOver } from "./tensor";
export { type Theme, useTheme } from "./theme/useTheme";
export { toggledAt } from "./tokens/brush";
export type { StripTokenData } from "./tokens/StripToken";
export { TokenOverlay, type TokenOverlayProps } from "./tokens/TokenOverlay";
export { TokenStrip, type TokenStripProps } from "./tokens/TokenStrip";
export { TokenText, type TokenTextProps } from "./tokens/TokenText";
export { tokenAt } from "./tokens/tokenAt";
export { swallowClick } from "./tokens/useBrush";
export { labelText, plainText, visibleText } from "./tokens/visibleText";
export { useHeld } from "./useHeld";
export { VIEW_NAMES, VIEWS, viewNamed, viewsOf } from "./views";
export {
  type Ablation,
  type Drawn,
  isDrawn,
  type Link,
  LinkProvider,
  LocalLink,
  type Pointed,
  type Predicted,
  useLink,
} from "./views/link";
export { type ViewAnswer, ViewPanel } from "./views/ViewPanel";
export {
  type Aim,
  SUBJECTS,
  type Subject,
  type Tensors,
  type View,
  type ViewName,
  type ViewProps,
} from "./views/view";
