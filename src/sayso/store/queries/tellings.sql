-- One row per event, with its document's particulars and the words of its sentence.
SELECT
    events.document_id,
    events.run_id,
    events.id AS event,
    documents.publisher,
    documents.published,
    events.type,
    events.mode,
    events.cameo,
    events.status,
    events.trigger_text AS trigger,
    events.reason,
    events.date_begin AS begin_day,
    events.date_end AS end_day,
    events.date_precision AS precision,
    events.time,
    events.within,
    events.location_name AS place,
    events.location_country AS place_country,
    events.location_latitude AS latitude,
    events.location_longitude AS longitude,
    events.sentence_start,
    SUBSTR(documents.text, events.sentence_start + 1, events.sentence_end - events.sentence_start) AS sentence
FROM events
JOIN documents ON documents.id = events.document_id
WHERE events.document_id IN :documents AND (events.document_id, events.run_id, events.id) IN :events
ORDER BY events.document_id, events.run_id, events.position
