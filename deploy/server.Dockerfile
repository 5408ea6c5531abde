# api, mcp, worker, beat and migrate: one Python image, one package, several commands.
FROM python:3.13-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
RUN python -m venv /opt/fractafrag
# The lock changes seldom, the program often: the layer of dependencies stays.
COPY server/requirements.image.txt .
RUN /opt/fractafrag/bin/pip install --quiet --require-hashes --no-deps -r requirements.image.txt \
 && /opt/fractafrag/bin/pip uninstall --quiet --yes pip \
 && find /opt/fractafrag -name __pycache__ -prune -exec rm -r {} + \
 && find /opt/fractafrag -type d \( -name tests -o -name test \) -path '*/numpy/*' -prune -exec rm -r {} + \
 && /opt/fractafrag/bin/python -m compileall -q /opt/fractafrag/lib

# For backup and restore, without the Perl that Debian wraps them in.
FROM python:3.13-slim AS clients
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client \
 && install -D -t /clients /usr/lib/postgresql/*/bin/pg_dump /usr/lib/postgresql/*/bin/psql

# The pages whose heads the api fills in for other sites; these lines are those of the frontend, and built once for both.
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

FROM python:3.13-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libpq5 libreadline8 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 fractafrag \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin fractafrag \
 && install -d -o 10001 -g 10001 /renders
COPY --from=clients /clients/ /usr/local/bin/
COPY --from=packages /opt/fractafrag /opt/fractafrag
# The same folders as in a checkout, so that the program finds its contract and its migrations where it always does.
WORKDIR /srv/fractafrag
COPY contract contract
COPY library library
COPY server/alembic.ini server/
COPY server/migrations server/migrations
COPY server/fractafrag server/fractafrag
COPY --from=build /build/web/dist/index.html /build/web/dist/embed.html web/dist/
COPY --chmod=755 deploy/fractafrag.sh /usr/local/bin/fractafrag
RUN python -m compileall -q server/fractafrag
ENV PATH=/opt/fractafrag/bin:$PATH PYTHONPATH=/srv/fractafrag/server PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 \
    ENVIRONMENT=production MEDIA_DIR=/renders
USER 10001:10001
EXPOSE 8000
CMD ["fractafrag", "--help"]
