#!/bin/sh
# Puts a backup of deploy/backup.sh back: into an empty place, never over something. Every process is stopped before.
#
#   deploy/restore.sh BACKUP
#
# HOLDFIRE_DATA is the data folder; for a record in PostgreSQL HOLDFIRE_RECORD_OWNER_URL names an empty database of its
# owner, and `holdfire prepare` is run afterwards, which gives the service's role its rights. Then start everything, and
# see to open cases with `holdfire recover` (docs/running.md, "Backup and restore").
set -eu
umask 077
: "${1:?the folder of the backup}"
: "${HOLDFIRE_DATA:?the data folder}"
(cd "$1" && sha256sum --quiet --check SHA256SUMS)

mkdir -p "$HOLDFIRE_DATA"
if [ -f "$1/record.dump" ]; then
  : "${HOLDFIRE_RECORD_OWNER_URL:?the owner of an empty database}"
  there=$(psql -X -A -t -c "select count(*) from pg_namespace where nspname = 'holdfire'" "$HOLDFIRE_RECORD_OWNER_URL")
  [ "$there" = 0 ] || { echo "The database holds a record already; nothing was changed." >&2; exit 1; }
  # Rights are given by "holdfire prepare": the service's role need not be there yet.
  put_section() {
    pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --section="$1" \
      --dbname="$HOLDFIRE_RECORD_OWNER_URL" "$2/record.dump"
  }
  put_section pre-data "$1"
  put_section data "$1"
  # Numbers of transactions of another server mean nothing in this one; readers would look for what is new by them. The
  # rules that nothing is altered come with the next section.
  psql -X -q -v ON_ERROR_STOP=1 -d "$HOLDFIRE_RECORD_OWNER_URL" \
    -c 'update holdfire.entries set entered_by = pg_current_xact_id()::text::bigint'
  put_section post-data "$1"
else
  folder="${HOLDFIRE_RECORD:-dir:$HOLDFIRE_DATA/record}"
  folder="${folder#dir:}"
  [ ! -e "$folder" ] || { echo "$folder is there already; nothing was changed." >&2; exit 1; }
  mkdir -p "$folder"
  tar -C "$folder" -xf "$1/record.tar"
fi
tar -C "$HOLDFIRE_DATA" --skip-old-files -xf "$1/data.tar"
echo "Restored. Keys and the directory are in $1/secrets; put them where your configuration names them."
