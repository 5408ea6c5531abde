# Express, Puppeteer and Debian's Chromium. It needs no network: compose gives it one without a way out.
FROM node:22-slim AS build
ENV PUPPETEER_SKIP_DOWNLOAD=1
WORKDIR /build
COPY package.json package-lock.json tsconfig.base.json ./
COPY runtime/package.json runtime/
COPY renderer/package.json renderer/
COPY web/package.json web/
COPY e2e/package.json e2e/
RUN npm ci --no-audit --no-fund --ignore-scripts --workspace renderer --workspace runtime --include-workspace-root
COPY contract contract
COPY runtime runtime
COPY renderer renderer
RUN npm run build --workspace renderer \
 && npm prune --omit=dev --no-audit --no-fund --ignore-scripts --workspace renderer \
 && rm -rf node_modules/@sparticuz

FROM node:22-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends chromium libgl1-mesa-dri libegl1 libgles2 \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/icons/* \
 && find /usr/lib/chromium/locales -type f ! -name "en-US.pak*" -delete \
 && groupadd --gid 10002 renderer \
 && useradd --uid 10002 --gid 10002 --create-home renderer
WORKDIR /srv/renderer
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/renderer/package.json renderer/package.json
COPY --from=build /build/renderer/dist renderer/dist
COPY --from=build /build/contract contract
COPY library/media library/media
COPY deploy/healthy.mjs deploy/healthy.mjs
ENV NODE_ENV=production CHROMIUM_PATH=/usr/bin/chromium RENDERER_DETACHED=1 HOME=/tmp
USER 10002:10002
EXPOSE 8010
CMD ["node", "renderer/dist/main.js"]
