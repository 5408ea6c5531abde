#!/bin/sh
# Writes .env from .env.example with fresh secrets, for `docker compose up -d`. Needs nothing but a POSIX shell.
set -eu
cd "$(dirname "$0")/.."
target=${1:-.env}
if [ -e "$target" ]; then
  echo "$target is there already and stays as it is. Remove it first to begin anew: its secrets cannot be made again." >&2
  exit 1
fi
secret() { head -c 36 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
umask 077
draft="$target.new.$$"
trap 'rm -f "$draft"' EXIT
while IFS= read -r line || [ -n "$line" ]; do
  case "$line" in
    "#COMPOSE_FILE="*) printf 'COMPOSE_FILE=docker-compose.yml\n' ;;
    "#ENVIRONMENT="*) printf 'ENVIRONMENT=production\n' ;;
    "#JWT_SECRET="* | "#API_KEY_PEPPER="* | "#SECRETS_KEY="* | "#POSTGRES_PASSWORD="* | "#REDIS_PASSWORD="*)
      name=${line#\#}
      printf '%s=%s\n' "${name%%=*}" "$(secret)"
      ;;
    *) printf '%s\n' "$line" ;;
  esac
done < .env.example > "$draft"
mv "$draft" "$target"
echo "Wrote $target with fresh secrets. Set PUBLIC_URL in it to the address that people will use, then: docker compose up -d"
