using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Npgsql;

namespace Guzhang.Subsidy.Screening;

/// <summary>A changed policy screens everybody anew, some at a time, before the service answers.</summary>
public sealed class Rescreening(
    NpgsqlDataSource database, SubsidyPolicy policy, Screenings screenings, PostgresEventStore journal, BusinessClock clock)
{
    private const int Chunk = 500;

    /// <summary>Screens whom another policy screened last.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await clock.Follow(database, cancel);
        while (await Step(cancel) > 0)
        {
        }
    }

    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var people = await PeopleTable.LockScreenedByOthers(policy.Identity, Chunk, connection, cancel);
        if (people.Count > 0)
        {
            await PeopleTable.Save(people, policy.Identity, "subsidy", connection, cancel);
            await screenings.Run([.. people.Select(p => new Screened(p, clock.GetLocalNow(), null))], connection, cancel);
        }

        await transaction.CommitAsync(cancel);
        journal.Wake();
        return people.Count;
    }
}
