using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Npgsql;

namespace Guzhang.Subsidy.Screening;

/// <summary>
/// A changed policy screens everybody anew, some at a time: before the service answers, and then whom a copy with an older
/// policy has screened beside it. Copies take turns. One whose policy is older than the newest screens nobody back.
/// </summary>
public sealed class Rescreening(
    NpgsqlDataSource database, SubsidyPolicy policy, Screenings screenings, PostgresEventStore journal, BusinessClock clock, Standstill standstill)
    : BackgroundService
{
    private const string What = "screening by the newest policy";
    private const int Chunk = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Makes the policy the newest, unless it is older; and screens whom another screened last.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await clock.Follow(database, cancel);
        await NewestPolicy.Enter(policy, database, cancel);
        await All(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await All(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                standstill.Begin(What, failure.Message);
            }

            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task All(CancellationToken cancel)
    {
        while (await Step(cancel) > 0)
        {
        }
    }

    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await NewestPolicy.Locked(connection, cancel) is { } newest && newest.Identity != policy.Identity)
        {
            standstill.Begin(What, $"this copy goes by {policy.Identity}, another by {newest.Identity}; a policy that is to hold has a higher version");
            return 0;
        }

        standstill.End(What);
        var years = (await PeopleTable.Lock(await PeopleTable.ScreenedByOthers(policy.Identity, Chunk, connection, cancel), connection, cancel)).Values;
        var confirmed = years.SelectMany(y => y.Values.Where(p => p.Confirmed is not null).Select(p => new Screened(p, Person.Newest(y.Values)!, clock.GetLocalNow(), null))).ToList();
        if (confirmed.Count > 0)
        {
            await PeopleTable.Save([.. confirmed.Select(c => c.Person)], _ => policy.Identity, "subsidy", connection, cancel);
            await screenings.Run(confirmed, connection, cancel);
        }

        await transaction.CommitAsync(cancel);
        journal.Wake();
        return confirmed.Count;
    }
}
