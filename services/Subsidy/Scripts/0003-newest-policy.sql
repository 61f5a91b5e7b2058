-- The policy that holds (Policy/NewestPolicy.cs), in one row. It is not made from journals; a rebuild runs this once more.
create schema if not exists policy;
create table if not exists policy.newest (
    only_one boolean primary key default true check (only_one),
    -- Of schemes.json, counting.json and calendar.json.
    versions text[] not null,
    identity text not null
);
