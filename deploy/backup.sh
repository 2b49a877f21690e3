#!/bin/sh
# A backup of Holdfire: the record first, then what a host keeps beside it. Run it as often as you can afford to lose
# what lies between; it stops nothing. Temporal's own databases are not in it: a restored record is the truth, and open
# cases go on from it (`holdfire recover`).
#
#   deploy/backup.sh DESTINATION
#
# HOLDFIRE_RECORD and HOLDFIRE_DATA as for the processes; HOLDFIRE_DIRECTORY and the files of stamp key, seal key, codec
# keys and link keys (HOLDFIRE_…_FILE) where they are given. Keep the destination as you keep the keys: it holds them.
set -eu
umask 077
: "${1:?the folder to make the backup in}"
: "${HOLDFIRE_DATA:?the data folder}"
made="$1/holdfire-$(date -u +%Y%m%dT%H%M%SZ)"
draft="$made.unfinished"
mkdir -p "$draft/secrets"

case "${HOLDFIRE_RECORD:-dir:$HOLDFIRE_DATA/record}" in
  postgres*)
    # One snapshot; entries that come meanwhile are in the next one.
    pg_dump --format=custom --no-owner --schema=holdfire --file="$draft/record.dump" "$HOLDFIRE_RECORD"
    pg_restore --list "$draft/record.dump" > "$draft/record.list"
    ;;
  dir:*)
    # Appended to alone: a copy taken at any moment is a record up to that moment.
    folder="${HOLDFIRE_RECORD:-dir:$HOLDFIRE_DATA/record}"
    tar -C "${folder#dir:}" --warning=no-file-changed -cf "$draft/record.tar" . || [ $? -eq 1 ]
    ;;
esac

# What the watchdog said, logbooks; not the record twice, not logs, not the embedded Temporal server.
tar -C "$HOLDFIRE_DATA" --exclude=./record --exclude=./temporal --exclude=./logs --exclude=./holdfire.lock \
  --warning=no-file-changed -cf "$draft/data.tar" . || [ $? -eq 1 ]
for file in "${HOLDFIRE_STAMP_KEY_FILE:-}" "${HOLDFIRE_SEAL_KEY_FILE:-}" "${HOLDFIRE_CODEC_KEYS_FILE:-}" \
  "${HOLDFIRE_LINK_KEY_FILE:-}" "${HOLDFIRE_DIRECTORY:-}"; do
  [ -z "$file" ] || cp "$file" "$draft/secrets/"
done
(cd "$draft" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + > SHA256SUMS)
mv "$draft" "$made"
echo "$made"
