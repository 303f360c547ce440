#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, each in a file of its own. What is there stays as it is.
#   sh infra/docker/make-secrets.sh [DIRECTORY]
set -eu
directory=${1:-secrets}
# The directory keeps other users of this machine out; inside a container each service reads its files as its own user.
(umask 077 && mkdir -p "$directory")
cd "$directory"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
  if [ -e "$1" ]; then return; fi
  printf '%s' "$2" >"$1"
  chmod 644 "$1"
  echo "made $directory/$1"
}

keep postgres_password "$(random)"
keep database_url "postgres://anshi:$(random)@postgres:5432/anshi"
keep grafana_password "$(random)"
keep grafana_admin_password "$(random)"
keep metrics_token "$(random)"
keep intake_token "$(random)"
keep admin_token "$(random)"

# Empty: this channel of alerts is not used.
keep alert_webhook_url ""
keep alert_webhook_token ""
keep alert_wecom_secret ""
keep alert_robot_url ""

entry() { printf '{"name":"%s","sha256":"%s","roles":["%s"]}' "$1" "$(sha256sum <"$1_token" | cut -d ' ' -f 1)" "$2"; }
keep tokens.json "{\"tokens\":[$(entry metrics read),$(entry intake intake),$(entry admin admin)]}"
