-- One row per event, role and participant, in the order of the record.
-- A mention that no entity is known for gives its own words as the name.
SELECT
    participants.document_id,
    participants.run_id,
    participants.event_id,
    participants.role,
    mentions.form,
    COALESCE(entities.name, mentions.text) AS name,
    entities.id AS entity,
    entities.kind,
    entities.country,
    entities.sector
FROM participants
JOIN mentions
    ON mentions.document_id = participants.document_id
    AND mentions.run_id = participants.run_id
    AND mentions.id = participants.mention_id
LEFT JOIN entities
    ON entities.document_id = mentions.document_id
    AND entities.run_id = mentions.run_id
    AND entities.id = mentions.entity
WHERE participants.document_id IN :documents AND (participants.document_id, participants.run_id, participants.event_id) IN :events
ORDER BY
    participants.document_id, participants.run_id, participants.event_id,
    participants.role, participants.position
