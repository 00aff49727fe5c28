export { HeadGrid, type HeadGridProps } from "./compare/HeadGrid";
export { type ComparedPrediction, PairedBars, type PairedBarsProps } from "./compare/PairedBars";
export { percent } from "./format";
export { type Cell, Progress } from "./heatmap/cells";
export { HeatMap, type HeatMapProps } from "./heatmap/HeatMap";
export { Legend, type LegendProps } from "./Legend";
export { ArchitectureMap } from "./map/ArchitectureMap";
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
  MapMlps,
  MapPatterns,
} from "./map/props";
export { StateGlyph, type StateGlyphProps } from "./map/StateGlyph";
export { type Prediction, PredictionBars, type PredictionBarsProps } from "./predictions/PredictionBars";
export type * from "./protocol/gen";
export { type Colour, diverging, gradient, inkOn, type ScaleKind, sequential } from "./scales";
export { type Dot, ScatterPlot, type ScatterPlotProps } from "./scatter/ScatterPlot";
export { type Theme, useTheme } from "./theme/useTheme";
export { toggledAt } from "./tokens/brush";
export type { StripTokenData } from "./tokens/StripToken";
export { TokenOverlay, type TokenOverlayProps } from "./tokens/TokenOverlay";
export { TokenStrip, type TokenStripProps } from "./tokens/TokenStrip";
export { TokenText, type TokenTextProps } from "./tokens/TokenText";
export { tokenAt } from "./tokens/tokenAt";
export { swallowClick } from "./tokens/useBrush";
export { labelText, plainText, visibleText } from "./tokens/visibleText";
