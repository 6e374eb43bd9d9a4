-- One row per event and level of the chain around it, outermost first; level 0 is the innermost attribution.
-- The bound on the level ends a chain that a fault made run in a circle.
WITH RECURSIVE chain (document_id, run_id, event_id, level, attribution_id) AS (
    SELECT document_id, run_id, id, 0, attribution
    FROM events
    WHERE document_id IN :documents AND (document_id, run_id, id) IN :events AND attribution IS NOT NULL
    UNION ALL
    SELECT chain.document_id, chain.run_id, chain.event_id, chain.level + 1, attributions.parent
    FROM chain
    JOIN attributions
        ON attributions.document_id = chain.document_id
        AND attributions.run_id = chain.run_id
        AND attributions.id = chain.attribution_id
    WHERE attributions.parent IS NOT NULL AND chain.level < 20
)
SELECT
    chain.document_id,
    chain.run_id,
    chain.event_id,
    chain.level,
    chain.attribution_id AS attribution,
    attributions.polarity,
    attributions.source AS source,
    mentions.form,
    mentions.entity AS entity,
    entities.kind,
    COALESCE(entities.name, mentions.text) AS name
FROM chain
JOIN attributions
    ON attributions.document_id = chain.document_id
    AND attributions.run_id = chain.run_id
    AND attributions.id = chain.attribution_id
LEFT JOIN mentions
    ON mentions.document_id = attributions.document_id
    AND mentions.run_id = attributions.run_id
    AND mentions.id = attributions.source
LEFT JOIN entities
    ON entities.document_id = mentions.document_id
    AND entities.run_id = mentions.run_id
    AND entities.id = mentions.entity
ORDER BY chain.document_id, chain.run_id, chain.event_id, chain.level DESC
