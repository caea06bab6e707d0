import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readThemeChoice, THEME_COOKIE } from '../ui/theme-choice.ts';
import './theme.css';
import { Providers } from './providers.tsx';

// The nonce of the Content-Security-Policy differs in every answer, so no page may be rendered ahead of its request.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Subsecond', template: '%s · Subsecond' },
  description: 'Subsecond-offset heat maps and flame graphs of perf recordings.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const choice = readThemeChoice((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={choice}>
      <body>
        <Providers themeChoice={choice}>{children}</Providers>
      </body>
    </html>
  );
}
