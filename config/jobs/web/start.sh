#!/bin/bash
# Runs in the run directory of %(name)s on %(host)s.
set -eu
. ./site.conf
exec >>"log/web_$(date +%F).log" 2>&1
exec python3 -m http.server --bind "$BIND" --directory package/site "$PORT"
