create schema console;

-- Who is signed in: the browser has a random key, here is its SHA-256. The ticket (who it is, and the tokens that services
-- want to see) is sealed under keys that are not in the database.
create table console.sessions (
    key bytea primary key,
    ticket bytea not null,
    expires_at timestamptz not null
);
create index sessions_expires_at on console.sessions (expires_at);
