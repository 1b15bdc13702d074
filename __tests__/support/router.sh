#!/usr/bin/env bash
# Unpacks HAProxy, the router behind oauth2-proxy, from the distribution's packages into a folder of its own in the state
# folder. It is older than that of the image; the configuration keeps to what both know.
set -euo pipefail
router=${LAB_STATE:-$HOME/.cache/lab}/router
if [ ! -x "$router/usr/sbin/haproxy" ]; then
  packages=$(mktemp -d)
  trap 'rm -rf "$packages"' EXIT
  cd "$packages"
  mkdir -p "$router"
  apt-get update -qq
  apt-get download -qq -o APT::Sandbox::User=root haproxy liblua5.3-0 libopentracing1 libopentracing-c-wrapper0
  for package in *.deb; do dpkg-deb --extract "$package" "$router"; done
fi
