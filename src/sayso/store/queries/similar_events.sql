-- One row per joined event of a current coding in a block, of given types and about given days, with its occurrence;
-- the latest first. The commented marks are filled in by `joins.similar_events`.
SELECT ties.document_id, ties.run_id, ties.event, reports.occurrence
FROM ties
JOIN reports
    ON reports.document_id = ties.document_id
    AND reports.run_id = ties.run_id
    AND reports.event = ties.event
    AND reports.undone = 0
JOIN codings
    ON codings.document_id = ties.document_id
    AND codings.run_id = ties.run_id
    AND codings.current = 1
WHERE /* in the block */
    AND (ties.begin BETWEEN :first AND :last OR ties.begin IN (/* coarse */))
    AND ties."end" >= :first
    AND ties.type IN (/* types */)
ORDER BY ties.begin DESC, ties.id DESC
LIMIT /* at most */
