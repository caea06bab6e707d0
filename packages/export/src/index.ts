export type { ExportSelection } from './export-selection.ts';
export { selectedSamples } from './export-selection.ts';
export type { FlameGraphPicture } from './flame-graph-svg/flame-graph-svg.ts';
export { flameGraphSvg } from './flame-graph-svg/flame-graph-svg.ts';
export { FLAME_GRAPH_SCRIPT } from './flame-graph-svg/picture-script.ts';
export type { PprofOptions } from './pprof.ts';
export { encodePprof } from './pprof.ts';
export type { SpeedscopeOptions } from './speedscope.ts';
export { writeSpeedscope } from './speedscope.ts';
