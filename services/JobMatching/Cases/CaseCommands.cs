using System.Diagnostics;
using Guzhang.Audit;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.JobMatching.Cases;

/// <summary>Carries out an officer's command on one case.</summary>
public sealed class CaseCommands(NpgsqlDataSource database, CaseWriter writer, PostgresEventStore journal, BusinessClock clock)
{
    /// <summary>
    /// Decides on the case as it stands now, locked; the row and the event commit together, and what <paramref name="audited"/>
    /// names on the audit log.
    /// </summary>
    public async Task<IResult> Run(Guid id, Caller caller, Func<Case, DateTimeOffset, Decision> decide, string? audited, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await CaseTable.Lock(id, connection, cancel) is not { } found)
        {
            return Results.Problem(detail: "没有这个跟踪案件。", statusCode: 404);
        }

        found.RequireInScope(caller);
        var now = clock.Moment();
        var decision = decide(found, now);
        if (decision.Event is not { } decided)
        {
            return Results.Problem(detail: decision.Refusal, statusCode: decision.Status);
        }

        var after = Case.After(found, decided, now);
        await writer.Store([new CaseChange(after, decided, now, Activity.Current?.Id)], connection, cancel);
        if (audited is not null)
        {
            var details = new Dictionary<string, string> { ["case"] = id.ToString(), ["state"] = after.Standing.State, ["town"] = after.Standing.Town };
            await AuditTrail.Write(connection, new AuditEntry(caller.AsActor(), audited, found.Laborer.ToString(), details), cancel);
        }

        await transaction.CommitAsync(cancel);
        journal.Wake();
        return Results.Ok(CaseAnswer.Of(after));
    }
}

/// <summary>Scope of cases: the town that has it, or the village in it.</summary>
internal static class CaseScope
{
    public static void RequireInScope(this Case @case, Caller caller)
    {
        if (!caller.Covers(@case.Standing.Town))
        {
            caller.Require(@case.Standing.Village ?? @case.Standing.Town);
        }
    }
}
