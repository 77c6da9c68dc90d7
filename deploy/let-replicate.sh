#!/usr/bin/env bash
# Run once, in a new database of deploy/compose.yaml: a replica in the same network may copy it.
set -euo pipefail
echo "host replication pressroom samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
