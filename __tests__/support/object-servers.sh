#!/usr/bin/env bash
# Installs the servers of S3 and of GCS that the contract tests talk to into a folder of their own in the state folder.
# Only what is missing is installed; remove the folder to install it anew.
set -euo pipefail
servers=${LAB_STATE:-$HOME/.cache/lab}/object-servers
if [ ! -x "$servers/bin/moto_server" ] || [ ! -x "$servers/bin/gcp-storage-emulator" ]; then
  python3 -m venv "$servers"
  # flask and flask-cors make moto a server; its own extra for that brings the clouds' other hundred services too.
  "$servers/bin/pip" install --quiet 'moto[s3]==5.2.5' flask==3.1.3 flask-cors==6.0.5 gcp-storage-emulator==2026.7.19
fi
