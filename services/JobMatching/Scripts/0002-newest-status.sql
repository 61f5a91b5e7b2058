-- 当前状态 of the newest accepted form; null in rows from before, until the person's next form or a rebuild.
alter table jobmatching.people add column newest_status text null;
