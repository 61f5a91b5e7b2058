-- A rebuild runs all scripts once more beside the live tables; the ledger is not made from journals and stays as it is.
create schema if not exists ledger;

-- What was paid. The key is the guard against paying twice, whatever fails in between: period is the form year for a
-- scheme that is paid once a year, 'ever' for one that is paid once.
create table if not exists ledger.payments (
    laborer uuid not null,
    scheme text not null,
    period text not null,
    form_year int not null,
    yuan numeric(10, 2) not null check (yuan > 0),
    paid_on date not null,
    primary key (laborer, scheme, period)
);
