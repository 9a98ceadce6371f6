-- Screens what agents and robots have sent.
INSERT INTO verdicts
SELECT conversation_id, message_id, time, agent, shop, platform, text,
       presend_screen(text, toString(platform), toString(shop), toString(role)) AS answer
FROM messages
WHERE role IN ('agent', 'robot');
