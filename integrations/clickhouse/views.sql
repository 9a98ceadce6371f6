-- The scorecards of `presend replay` as views.
CREATE VIEW IF NOT EXISTS findings AS
SELECT conversation_id, message_id, time, agent, shop, platform, text,
       JSONExtractString(answer, 'verdict') AS verdict,
       JSONExtractString(finding, 'rule') AS rule,
       JSONExtractString(finding, 'category') AS category,
       JSONExtractString(finding, 'action') AS action,
       JSONExtractString(finding, 'matched') AS matched,
       JSONExtractString(answer, 'rewrite') AS rewrite
FROM verdicts
ARRAY JOIN JSONExtractArrayRaw(answer, 'findings') AS finding;

CREATE VIEW IF NOT EXISTS scorecard_agents AS
SELECT platform, shop, agent, count() AS sent,
       countIf(JSONExtractString(answer, 'verdict') != 'allow') AS flagged,
       countIf(JSONExtractString(answer, 'verdict') = 'block') AS blocked,
       round(100 * flagged / sent, 2) AS flagged_percent
FROM verdicts GROUP BY platform, shop, agent ORDER BY blocked DESC, flagged DESC;

CREATE VIEW IF NOT EXISTS scorecard_rules AS
SELECT platform, rule, category, action, count() AS findings FROM findings
GROUP BY platform, rule, category, action ORDER BY findings DESC;

CREATE VIEW IF NOT EXISTS scorecard_days AS
SELECT toDate(time) AS day, platform, category, count() AS findings FROM findings
GROUP BY day, platform, category ORDER BY day;

-- Rows that could not be judged, with the reason.
CREATE VIEW IF NOT EXISTS errors AS
SELECT conversation_id, message_id, platform, JSONExtractString(answer, 'error') AS error FROM verdicts
WHERE JSONHas(answer, 'error');
