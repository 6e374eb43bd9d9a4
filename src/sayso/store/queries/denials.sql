-- One row per event that somebody says did not happen.
SELECT DISTINCT document_id, run_id, event
FROM voices
WHERE document_id IN :documents AND (document_id, run_id, event) IN :events AND polarity = 'negative' AND certainty <> 'unknown'
