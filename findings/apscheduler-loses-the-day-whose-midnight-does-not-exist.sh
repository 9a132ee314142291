#!/usr/bin/env bash
# Package and version: APScheduler 3.11.3, beside croniter 7.0.0, with tzdata 2026.6 (Python).
#
# Behaviour: a daily job whose local time does not exist, because the clocks go forward, is moved by APScheduler: in New York
# 02:30 becomes 03:30 on that day. A job at midnight is not moved where the clocks go forward at midnight: the whole day has
# no fire. croniter fires at the end of the gap in both zones.
#
# Output seen:
#   America/New_York 02:30 APScheduler 03-08T03:30-0400 03-09T02:30-0400
#   America/New_York 02:30 croniter    03-08T03:00-0400 03-09T02:30-0400
#   America/Santiago 00:00 APScheduler 09-07T00:00-0300 09-08T00:00-0300
#   America/Santiago 00:00 croniter    09-06T01:00-0300 09-07T00:00-0300
#   Africa/Cairo     00:00 APScheduler 04-25T00:00+0300 04-26T00:00+0300
#   Africa/Cairo     00:00 croniter    04-24T01:00+0300 04-25T00:00+0300
#
# Needs: bash, Python 3.10 or newer with pip.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip install -q --no-warn-conflicts --disable-pip-version-check --root-user-action=ignore \
  --target "$work/lib" apscheduler==3.11.3 croniter==7.0.0 tzdata==2026.6
cat > "$work/finding.py" << 'PYTHON'
import zoneinfo
from datetime import datetime, timedelta, timezone

zoneinfo.reset_tzpath([])  # the package only, not the system's copy
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

def look(name, hour, minute, start):
    zone = zoneinfo.ZoneInfo(name)
    start = datetime.fromisoformat(start).astimezone(zone)
    trigger = CronTrigger(hour=hour, minute=minute, timezone=zone)
    first = trigger.get_next_fire_time(None, start)
    show(name, hour, minute, "APScheduler", [first, trigger.get_next_fire_time(first, first + timedelta(seconds=1))])
    iterator = croniter(f"{minute} {hour} * * *", start)
    show(name, hour, minute, "croniter", [iterator.get_next(datetime), iterator.get_next(datetime)])

def show(name, hour, minute, library, fires):
    fires = [fire.astimezone(timezone.utc).astimezone(zoneinfo.ZoneInfo(name)) for fire in fires]
    print(f"{name:16} {hour:02}:{minute:02} {library:11}", *[fire.strftime("%m-%dT%H:%M%z") for fire in fires])

look("America/New_York", 2, 30, "2026-03-07T12:00:00+00:00")
look("America/Santiago", 0, 0, "2026-09-05T12:00:00+00:00")
look("Africa/Cairo", 0, 0, "2026-04-23T12:00:00+00:00")
PYTHON
sed -n '/^# Output seen/,/^# Needs/s/^#   //p' "$0" > "$work/expected"
PYTHONPATH=$work/lib python3 "$work/finding.py" > "$work/seen"
cat "$work/seen"
if ! diff "$work/expected" "$work/seen"; then
  echo "FAILED: the behaviour has changed" >&2
  exit 1
fi
