-- Messages as they come from the archives, and what presend says of each.
CREATE TABLE IF NOT EXISTS messages
(
    conversation_id String,
    message_id String,
    time DateTime64(3, 'Asia/Shanghai'),
    role LowCardinality(String),
    agent LowCardinality(String),
    shop LowCardinality(String),
    platform LowCardinality(String),
    text String
)
ENGINE = MergeTree ORDER BY (platform, shop, conversation_id, time);

CREATE TABLE IF NOT EXISTS verdicts
(
    conversation_id String,
    message_id String,
    time DateTime64(3, 'Asia/Shanghai'),
    agent LowCardinality(String),
    shop LowCardinality(String),
    platform LowCardinality(String),
    text String,
    answer String
)
ENGINE = MergeTree ORDER BY (platform, shop, conversation_id, time);
