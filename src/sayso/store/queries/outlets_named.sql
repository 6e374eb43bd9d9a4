-- One row per mention of a named outlet in a coding, with the words of the document around it.
SELECT
    entities.id AS outlet,
    entities.name,
    SUBSTR(documents.text, 1 + CASE WHEN mentions."start" > 60 THEN mentions."start" - 60 ELSE 0 END,
        CASE WHEN mentions."start" > 60 THEN 60 ELSE mentions."start" END) AS before,
    SUBSTR(documents.text, mentions."end" + 1, 60) AS after
FROM mentions
JOIN entities
    ON entities.document_id = mentions.document_id
    AND entities.run_id = mentions.run_id
    AND entities.id = mentions.entity
    AND entities.kind = 'outlet'
JOIN documents ON documents.id = mentions.document_id
WHERE mentions.document_id = :document_id AND mentions.run_id = :run_id AND mentions.form = 'name'
ORDER BY mentions.position
