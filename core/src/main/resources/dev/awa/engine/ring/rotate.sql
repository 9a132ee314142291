-- Opens the next segment when it is time. See awa.rotate.
SELECT awa.rotate(?, ?)
