#!/bin/sh
# The command of the image: what `fractafrag` is in a checkout.
exec python -m fractafrag.doors.cli "$@"
