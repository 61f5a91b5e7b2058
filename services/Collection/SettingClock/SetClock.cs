using System.Diagnostics;
using Guzhang.Audit;
using Guzhang.Collection.Laborers;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Http;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Collection.SettingClock;

/// <summary>The operator sets what 'now' is for the whole platform, through one event; it only moves forward once set.</summary>
internal static class SetClock
{
    public static void MapSettingClock(this IEndpointRouteBuilder app) =>
        app.MapPut("/clock", Set).Needs("clock.set").NeedsWholeCounty().WithTags("clock").WithSummary("设定业务时钟，只能向前；所有服务同时生效");

    private static async Task<IResult> Set(
        ClockRequest request, Caller caller, BusinessClock clock, NpgsqlDataSource database, IServiceJournal journal, CancellationToken cancel)
    {
        if (request.BusinessTime is not { } time || time.Year is < 2019 or > 2100)
        {
            return Results.Problem(title: "时间无效", detail: "businessTime 应为带时区的时间，例如 2020-10-12T09:00:00+08:00", statusCode: 400);
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("lock table journal.clock in share row exclusive mode; select count(*) from journal.clock", connection);
        if (await command.ExecuteScalarAsync(cancel) is > 0L && time < clock.GetUtcNow())
        {
            return Results.Problem(
                title: "业务时钟只能向前", detail: $"业务时间现为 {clock.GetLocalNow():yyyy-MM-dd HH:mm}，不能调回过去", statusCode: 409);
        }

        var set = new ClockSet { BusinessTime = time, RealTime = DateTimeOffset.UtcNow, Operator = caller.Id };
        await BusinessClock.Store(set, connection, cancel);
        await journal.Append(
            connection,
            [new StreamAppend("clock", Expected.Any, [LaborerEvents.New(Guid.CreateVersion7(), LaborerEvents.ClockSet, set)], time, Activity.Current?.Id)],
            cancel);
        var details = new Dictionary<string, string> { ["businessTime"] = time.ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        await AuditTrail.Write(connection, new AuditEntry(caller.AsActor(), AuditActions.ClockSet, "clock", details), cancel);
        await transaction.CommitAsync(cancel);
        clock.Shift(set.BusinessTime - set.RealTime);
        journal.Wake();
        return Results.Ok(new ClockReading(clock.GetLocalNow()));
    }
}

/// <summary>Business time to show from now on.</summary>
public sealed record ClockRequest(DateTimeOffset? BusinessTime);
