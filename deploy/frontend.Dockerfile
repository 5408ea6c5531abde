# The built web app behind a small nginx of its own; every file is there compressed already.
FROM node:22-slim AS build
ENV PUPPETEER_SKIP_DOWNLOAD=1
WORKDIR /build
COPY package.json package-lock.json tsconfig.base.json ./
COPY runtime/package.json runtime/
COPY renderer/package.json renderer/
COPY web/package.json web/
COPY e2e/package.json e2e/
RUN npm ci --no-audit --no-fund --ignore-scripts --workspace web --workspace runtime --include-workspace-root
COPY contract contract
COPY library library
COPY runtime runtime
COPY web web
RUN npm run build --workspace web
RUN find web/dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.webmanifest' \) \
    -size +1k -exec gzip -9 -k -n {} +

# For docker-compose.override.yml: Vite, which keeps what it prepares beside the packages.
FROM build AS development
RUN mkdir -p web/node_modules/.vite web/node_modules/.vite-temp && chown -R node web/node_modules/.vite web/node_modules/.vite-temp
WORKDIR /build/web
USER 1000:1000
CMD ["npx", "vite", "--host", "0.0.0.0", "--port", "8080", "--strictPort", "--clearScreen=false"]

FROM nginx:1.28-alpine
COPY deploy/nginx/frontend.conf /etc/nginx/nginx.conf
COPY deploy/nginx/page.conf deploy/nginx/snippets/headers.conf /etc/nginx/
COPY --from=build /build/web/dist /srv/web
USER 101:101
EXPOSE 8080
CMD ["nginx", "-g", "daemon off;"]
