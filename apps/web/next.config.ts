import type { NextConfig } from 'next';

/** Next runs inside the API process (`apps/api/src/http`), which owns the port, the Content-Security-Policy and its nonce. */
const config: NextConfig = {
  // A second folder lets somebody develop while the one the server reads is being built.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  transpilePackages: ['@subsecond/contracts', '@subsecond/names', '@subsecond/profile'],
  // `npm run types` is where types are checked, tests included; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default config;
