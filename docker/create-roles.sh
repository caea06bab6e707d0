#!/bin/sh
# Run by the Postgres image once, when its data folder is empty: the database, the role that owns its schema and
# migrates, and the role that serves and can't look past Row-Level Security.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$SUBSECOND_OWNER_PASSWORD" -v app_password="$SUBSECOND_APP_PASSWORD" \
  --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE subsecond_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE subsecond_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE subsecond OWNER subsecond_owner;
SQL
