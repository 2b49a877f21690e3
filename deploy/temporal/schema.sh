#!/bin/sh
# Databases and tables of the Temporal server on PostgreSQL; as often as you like, also after an upgrade of the image.
# temporal-sql-tool takes host, port, user and password from SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

# DATABASE FOLDER
bring_up_to_date() {
  tool="temporal-sql-tool --plugin postgres12 --endpoint $SQL_HOST --port $SQL_PORT --user $SQL_USER --database $1"
  $tool create
  $tool setup-schema --version 0.0
  $tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

bring_up_to_date temporal temporal
bring_up_to_date temporal_visibility visibility
