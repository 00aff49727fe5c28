#!/usr/bin/env bash
# The server restarts when Python changes, the page reloads its modules when TypeScript changes.
set -euo pipefail
# The page's development server must know where ours listens.
port=8123
[[ " $* " =~ \ --port[=\ ]([0-9]+)\  ]] && port=${BASH_REMATCH[1]}
trap 'kill 0' EXIT
.venv/bin/watchfiles --filter python \
  ".venv/bin/trafolab --root notebooks --no-browser --port $port --token dev $*" server kernel_bridge &
echo "Open http://127.0.0.1:5173/?token=dev" >&2
TRAFOLAB_DEV_PORT=$port npm run --silent dev --workspace frontend
