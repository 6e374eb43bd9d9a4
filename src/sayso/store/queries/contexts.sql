-- One row per event and context, in the order of the record.
SELECT document_id, run_id, event_id, context
FROM event_contexts
WHERE document_id IN :documents AND (document_id, run_id, event_id) IN :events
ORDER BY document_id, run_id, event_id, position
