#!/bin/sh
# The command line as the service sees it: its settings, its user, its folder. Goes to /usr/local/sbin/readout-watch;
# call it as root: the settings hold the token and only root may read them.
set -eu
set -a
. /etc/readout-watch/environment
set +a
umask 027
cd /opt/readout-watch
exec setpriv --reuid=readout-watch --regid=readout-watch --init-groups .venv/bin/readout-watch "$@"
