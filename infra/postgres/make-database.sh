#!/bin/sh
# Makes the database of ANSHI_DATABASE_URL and the login that owns it, once, on a new server. The login is no superuser: the roles
# that the services take on are its own making.
set -eu
url=$(cat "$ANSHI_DATABASE_URL_FILE")
rest=${url#*://}
export ANSHI_DATABASE="${rest##*/}" ANSHI_LOGIN="${rest%%:*}"
rest=${rest#*:}
export ANSHI_PASSWORD="${rest%%@*}"
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv database ANSHI_DATABASE
\getenv login ANSHI_LOGIN
\getenv password ANSHI_PASSWORD
create role :"login" login createrole password :'password';
create database :"database" owner :"login";
SQL
