import type { ShortcutGroup } from '../../ui/keyboard-help.tsx';

/** What the `?` list shows. The keys themselves are handled where they work: on the page, the map, the flame graph. */
export const WORKBENCH_SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: 'Page',
    shortcuts: [
      { keys: ['h'], does: 'Go to the heat map' },
      { keys: ['g'], does: 'Go to the flame graph' },
      { keys: ['f'], does: 'Show the flame graph' },
      { keys: ['t'], does: 'Show the table of functions' },
      { keys: ['o'], does: 'Turn the flame graph: icicle or flame' },
      { keys: ['/'], does: 'Search functions' },
      { keys: ['n'], does: 'Names: readable, or as recorded' },
      { keys: ['c'], does: 'Copy a link to exactly this' },
      { keys: ['e'], does: 'Export the selection' },
      { keys: ['i'], does: 'Hide or show the idle task' },
      { keys: ['m'], does: 'Next measure of the heat map' },
      { keys: ['w'], does: 'Flame graph by samples or by their weight' },
      { keys: ['r'], does: 'Change the number of rows' },
      { keys: ['y'], does: 'Flip the heat map' },
      { keys: ['p'], does: 'Next palette' },
      { keys: ['s'], does: 'Select time or a stripe' },
      { keys: ['Esc'], does: 'Clear the selection' },
      { keys: ['?'], does: 'This list' },
    ],
  },
  {
    title: 'In the heat map',
    shortcuts: [
      { keys: ['drag'], does: 'Select; or click the start, then the end' },
      { keys: ['←', '→', '↑', '↓'], does: 'Move' },
      { keys: ['Shift →'], does: 'Extend the selection' },
      { keys: ['Enter'], does: 'Set the start, then the end' },
      { keys: ['PgUp', 'PgDn'], does: 'Ten columns' },
    ],
  },
  {
    title: 'In the flame graph',
    shortcuts: [
      { keys: ['↑', '↓'], does: 'Caller and callee' },
      { keys: ['←', '→'], does: 'Neighbours on the same level' },
      { keys: ['Enter'], does: 'Zoom in (or click)' },
      { keys: ['Esc', '⌫'], does: 'Zoom out' },
      { keys: ['Home'], does: 'Back to the zoomed frame' },
    ],
  },
];
