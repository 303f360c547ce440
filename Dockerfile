# All services and the command line in one image; which of them runs is the command.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.json tsconfig.base.json ./
COPY scripts scripts
COPY packages packages
COPY services services
COPY infra infra
COPY docs/runbooks docs/runbooks
COPY docs/runbooks docs/runbooks
COPY test/postgres test/postgres
COPY test/tools test/tools
RUN node --eval 'import("./scripts/set-up.mjs").then(({ setUp }) => setUp())' \
 && node scripts/leave-what-runs.mjs

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production ANSHI_HOST=0.0.0.0
WORKDIR /app
# What containers write to are volumes: a new one takes its owner from here.
RUN ln -s /app/services/cli/bin/anshi.mjs /usr/local/bin/anshi \
 && install -d -o 1000 -g 1000 /var/lib/anshi \
 && install -d -o 65534 -g 65534 /var/lib/monitoring
COPY --from=build /app ./
USER 1000:1000
EXPOSE 8417 9464 8418
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m CMD ["node", "infra/docker/ready.mjs"]
CMD ["node", "services/api/dist/main.js"]
