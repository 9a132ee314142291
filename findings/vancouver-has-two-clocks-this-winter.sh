#!/usr/bin/env bash
# Package and version: croniter 7.0.0 with tzdata 2026.1 (IANA 2026a) and with tzdata 2026.6 (IANA 2026f), all from PyPI.
#
# Behaviour: the time zone data of 2026 moved whole regions between its first release and its sixth: in December the clocks of
# Vancouver, Edmonton, Winnipeg and Havana are an hour ahead of what the first release says, and the clocks of Casablanca an
# hour behind. "09:00 every day" in those zones is another instant, by one hour, for two processes that differ in nothing but
# the release of their zone data. A fire time that was computed before the update and stored stays wrong after it.
#
# Output seen (UTC of the fire of 15 December 2026):
#   2026a
#   America/Vancouver  17:00
#   America/Edmonton   16:00
#   America/Winnipeg   15:00
#   America/Havana     14:00
#   Africa/Casablanca  08:00
#   Europe/Berlin      08:00
#   2026f
#   America/Vancouver  16:00
#   America/Edmonton   15:00
#   America/Winnipeg   14:00
#   America/Havana     13:00
#   Africa/Casablanca  09:00
#   Europe/Berlin      08:00
#
# Needs: bash, Python 3.10 or newer with pip.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
install() { # folder, packages
  python3 -m pip install -q --no-warn-conflicts --disable-pip-version-check --root-user-action=ignore --target "$work/$1" --no-deps "${@:2}"
}
install old tzdata==2026.1
install new tzdata==2026.6
python3 -m pip install -q --no-warn-conflicts --disable-pip-version-check --root-user-action=ignore --target "$work/lib" croniter==7.0.0
cat > "$work/finding.py" << 'PYTHON'
from datetime import datetime, timezone
import zoneinfo
zoneinfo.reset_tzpath([])  # the package only, not the system's copy
from croniter import croniter
import tzdata
print(tzdata.IANA_VERSION)
for name in ("America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Havana", "Africa/Casablanca", "Europe/Berlin"):
    start = datetime(2026, 12, 15, 6, tzinfo=timezone.utc).astimezone(zoneinfo.ZoneInfo(name))
    fire = croniter("0 9 * * *", start).get_next(datetime)
    print(f"{name:18} {fire.astimezone(timezone.utc):%H:%M}")
PYTHON
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
for data in old new; do
  PYTHONPATH=$work/$data:$work/lib python3 "$work/finding.py" >> "$work/seen"
done
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
