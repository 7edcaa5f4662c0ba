-- whoever tells of what happens asks for the last steps of all tasks
CREATE INDEX transition_by_time ON transition (at);
