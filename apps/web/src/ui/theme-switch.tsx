'use client';

import { MonitorIcon, MoonIcon, SunIcon } from './icons.tsx';
import { SegmentedControl } from './segmented-control.tsx';
import { useTheme } from './theme.tsx';

export function ThemeSwitch() {
  const { choice, choose } = useTheme();
  return (
    <SegmentedControl
      label="Theme"
      value={choice}
      onChange={choose}
      segments={[
        { value: 'light', label: <SunIcon />, name: 'Light' },
        { value: 'system', label: <MonitorIcon />, name: 'As the system' },
        { value: 'dark', label: <MoonIcon />, name: 'Dark' },
      ]}
    />
  );
}
