import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Line drawings on a 16 px grid, 1.5 px strokes, coloured by the text around them. Decoration: whoever uses one names it. */

interface IconProps {
  readonly className?: string;
}

function Icon({ className, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={classNames('shrink-0', className)}
    >
      {children}
    </svg>
  );
}

export function ChevronDownIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
    </Icon>
  );
}
export function CloseIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  );
}
export function SunIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </Icon>
  );
}
export function MoonIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="M13.5 9.6A5.75 5.75 0 0 1 6.4 2.5a5.75 5.75 0 1 0 7.1 7.1Z" />
    </Icon>
  );
}
export function MonitorIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <rect x="2" y="3" width="12" height="8" rx="1.25" />
      <path d="M6 13.5h4" />
    </Icon>
  );
}
export function UploadIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="M8 10.5v-8M4.75 5.5 8 2.25l3.25 3.25M2.5 10.5v2c0 .55.45 1 1 1h9c.55 0 1-.45 1-1v-2" />
    </Icon>
  );
}
export function SearchIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </Icon>
  );
}
export function PinIcon({ className, filled = false }: IconProps & { filled?: boolean }) {
  return (
    <Icon className={className ?? ''}>
      <path fill={filled ? 'currentColor' : 'none'} d="M6 2.25h4l-.4 4.25 2.15 2.25v1H4.25v-1L6.4 6.5 6 2.25Z" />
      <path d="M8 9.75v4" />
    </Icon>
  );
}
export function MoreIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" />
    </Icon>
  );
}
export function CopyIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.25" />
      <path d="M10.5 5.5V3.75c0-.7-.55-1.25-1.25-1.25h-5.5c-.7 0-1.25.55-1.25 1.25v5.5c0 .7.55 1.25 1.25 1.25H5.5" />
    </Icon>
  );
}
export function CheckIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="m3 8.5 3.25 3.25L13 4.75" />
    </Icon>
  );
}
export function AlertIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <path d="M8 2 14.25 13H1.75L8 2Z" />
      <path d="M8 6.25v3M8 11.25h.01" />
    </Icon>
  );
}
export function KeyboardIcon({ className }: IconProps) {
  return (
    <Icon className={className ?? ''}>
      <rect x="1.5" y="4" width="13" height="8.5" rx="1.25" />
      <path d="M4.25 6.75h.01M6.75 6.75h.01M9.25 6.75h.01M11.75 6.75h.01M5 9.75h6" />
    </Icon>
  );
}
