-- One row per event and named outlet in the chain around it, outermost first.
WITH RECURSIVE chain (document_id, run_id, event, level, attribution) AS (
    SELECT document_id, run_id, id, 0, attribution
    FROM events
    WHERE document_id IN :documents AND (document_id, run_id, id) IN :events AND attribution IS NOT NULL
    UNION ALL
    SELECT chain.document_id, chain.run_id, chain.event, chain.level + 1, attributions.parent
    FROM chain
    JOIN attributions
        ON attributions.document_id = chain.document_id
        AND attributions.run_id = chain.run_id
        AND attributions.id = chain.attribution
    WHERE attributions.parent IS NOT NULL AND chain.level < 20
)
SELECT chain.document_id, chain.run_id, chain.event, entities.id AS outlet, entities.name
FROM chain
JOIN attributions
    ON attributions.document_id = chain.document_id
    AND attributions.run_id = chain.run_id
    AND attributions.id = chain.attribution
    AND attributions.polarity = 'positive'
JOIN mentions
    ON mentions.document_id = attributions.document_id
    AND mentions.run_id = attributions.run_id
    AND mentions.id = attributions.source
    AND mentions.form = 'name'
JOIN entities
    ON entities.document_id = mentions.document_id
    AND entities.run_id = mentions.run_id
    AND entities.id = mentions.entity
    AND entities.kind = 'outlet'
ORDER BY chain.document_id, chain.run_id, chain.event, chain.level DESC
