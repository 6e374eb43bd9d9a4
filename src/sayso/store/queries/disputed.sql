-- One row per occurrence that somebody denies, with how many assert it and how many deny it; the most disputed first.
-- A publisher that passes a claim on without standing behind it does neither.
SELECT
    occurrences.id AS occurrence,
    occurrences.type,
    occurrences.begin AS begin_day,
    occurrences."end" AS end_day,
    COUNT(DISTINCT CASE WHEN voices.polarity = 'positive' THEN COALESCE(voices.claimant, 'somebody') END) AS asserting,
    COUNT(DISTINCT CASE WHEN voices.polarity = 'negative' THEN COALESCE(voices.claimant, 'somebody') END) AS denying,
    COUNT(DISTINCT reports.document_id) AS documents
FROM reports
JOIN occurrences ON occurrences.id = reports.occurrence
JOIN codings
    ON codings.document_id = reports.document_id AND codings.run_id = reports.run_id AND codings.current = 1
JOIN voices
    ON voices.document_id = reports.document_id
    AND voices.run_id = reports.run_id
    AND voices.event = reports.event
    AND voices.certainty <> 'unknown'
WHERE reports.undone = 0
    AND reports.occurrence IN (
        SELECT denied.occurrence
        FROM voices AS no
        JOIN reports AS denied
            ON denied.document_id = no.document_id AND denied.run_id = no.run_id AND denied.event = no.event
        WHERE no.polarity = 'negative' AND no.certainty <> 'unknown' AND denied.undone = 0
    )
GROUP BY occurrences.id, occurrences.type, occurrences.begin, occurrences."end"
HAVING COUNT(DISTINCT CASE WHEN voices.polarity = 'positive' THEN COALESCE(voices.claimant, 'somebody') END) > 0
    AND COUNT(DISTINCT CASE WHEN voices.polarity = 'negative' THEN COALESCE(voices.claimant, 'somebody') END) > 0
ORDER BY denying DESC, asserting DESC, documents DESC, occurrence
LIMIT :most
