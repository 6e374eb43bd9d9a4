-- One row per claim on an event with its claimant, in the order of the record; the publisher's has no attribution.
SELECT
    claims.document_id,
    claims.run_id,
    claims.event,
    claims.attribution,
    claims.certainty,
    claims.polarity,
    COALESCE(entities.name, mentions.text) AS name,
    mentions.form,
    entities.id AS entity,
    entities.country,
    documents.publisher
FROM claims
JOIN documents ON documents.id = claims.document_id
LEFT JOIN mentions
    ON mentions.document_id = claims.document_id
    AND mentions.run_id = claims.run_id
    AND mentions.id = claims.claimant
LEFT JOIN entities
    ON entities.document_id = mentions.document_id
    AND entities.run_id = mentions.run_id
    AND entities.id = mentions.entity
WHERE claims.document_id IN :documents AND (claims.document_id, claims.run_id, claims.event) IN :events
ORDER BY claims.document_id, claims.run_id, claims.event, claims.position
