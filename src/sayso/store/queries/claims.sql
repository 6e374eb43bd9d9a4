-- One row per claim on an event, in the order of the record; the publisher's has neither claimant nor attribution.
SELECT document_id, run_id, event AS event_id, claimant, attribution, certainty, polarity
FROM claims
WHERE document_id IN :documents AND (document_id, run_id, event) IN :events
ORDER BY document_id, run_id, event, position
