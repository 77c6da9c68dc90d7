#!/bin/sh
# A nightly backup: backup.sh FOLDER [options of manage.py archive], run in the folder of manage.py.
# Kept are the archives of the last 14 days, and the last one of each of the last 12 months. PYTHON names another Python.
set -eu
umask 077
folder=$1
shift
new="$folder/press-$(date -u +%F).archive"
[ -e "$new" ] || "${PYTHON:-.venv/bin/python}" manage.py archive "$new" "$@"
find "$folder" -maxdepth 1 -name 'press-????-??-??.archive' | sort -r | awk '
    { month = substr($0, length($0) - 17, 7); is_last = !(month in seen); seen[month] = 1 }
    NR <= 14 { next }
    is_last && ++months <= 12 { next }
    { print }
' | while read -r old; do rm -- "$old"; done
