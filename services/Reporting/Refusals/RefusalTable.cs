using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Reporting.Facts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Refusals;

/// <summary>What an event says of a refusal: a row refused, or (<see cref="Row"/> is null) resolved.</summary>
internal sealed record RefusalChange(Guid Refusal, long Seq, RowRefused? Row, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo)
{
    public static RefusalChange? Of(PublishedEvent e)
    {
        var at = e.RecordedAt.ToUniversalTime();
        return e.Type switch
        {
            EventTypes.RowRefused => e.Read<RowRefused>() is var row ? new RefusalChange(row.Refusal, e.Seq, row, at, null) : null,
            EventTypes.RefusalResolved => new RefusalChange(e.Read<RefusalResolved>().Refusal, e.Seq, null, at, null),
            _ => null,
        };
    }

    /// <summary>Pure: changes of one refusal without those that resolve what doesn't stand.</summary>
    public static IEnumerable<RefusalChange> Effective(IEnumerable<RefusalChange> changes, bool stands)
    {
        foreach (var change in changes)
        {
            if (change.Row is not null || stands)
            {
                yield return change;
            }

            stands = change.Row is not null;
        }
    }
}

/// <summary>Writes refused rows, many at a time, in the caller's transaction: the newest stands until it is resolved.</summary>
internal static class RefusalTable
{
    public static async Task Add(IReadOnlyList<RefusalChange> changes, NpgsqlConnection connection, CancellationToken cancel)
    {
        var refusals = changes.GroupBy(c => c.Refusal).ToList();
        var ended = await End([.. refusals.Select(r => r.First())], connection, cancel);
        var rows = refusals.SelectMany(r =>
        {
            var before = ended.GetValueOrDefault(r.Key);
            return KnownRanges.Chain(
                RefusalChange.Effective(r, before.Stood), before.At, c => c.KnownFrom, (c, from, to) => c with { KnownFrom = from, KnownTo = to });
        });
        await Insert([.. rows.Where(c => c.Row is not null)], connection, cancel);
    }

    /// <summary>Ends those that stand; answers where the last row of each ends, and whether it stood until now.</summary>
    private static async Task<Dictionary<Guid, (DateTimeOffset? At, bool Stood)>> End(
        List<RefusalChange> firsts, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            with ended as (
                update reporting.refusals r set known_to = greatest(r.known_from, x.known_from)
                from unnest($1, $2) as x (refusal, known_from)
                where r.refusal = x.refusal and r.known_to = 'infinity'
                returning r.refusal, r.known_to)
            select refusal, max(known_to), bool_or(stood) from (
                select refusal, known_to, true as stood from ended
                union all
                select refusal, known_to, false from reporting.refusals where refusal = any ($1) and known_to < 'infinity') as last
            group by refusal
            """,
            connection);
        command.Parameters.Add(new() { Value = firsts.Select(c => c.Refusal).ToArray() });
        command.Parameters.Add(new() { Value = firsts.Select(c => c.KnownFrom).ToArray() });
        var ended = new Dictionary<Guid, (DateTimeOffset?, bool)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            ended[reader.GetGuid(0)] = (reader.GetFieldValue<DateTimeOffset>(1), reader.GetBoolean(2));
        }

        return ended;
    }

    private static async Task Insert(IReadOnlyList<RefusalChange> rows, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into reporting.refusals (refusal, seq, import, row, form_year, town, village, broken, known_from, known_to)
            select refusal, seq, import, row, form_year, town, village, broken::json, known_from, coalesce(known_to, 'infinity')
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                as x (refusal, seq, import, row, form_year, town, village, broken, known_from, known_to)
            """,
            connection);
        void Column<T>(NpgsqlDbType type, Func<RefusalChange, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Column(NpgsqlDbType.Uuid, c => c.Refusal);
        Column(NpgsqlDbType.Bigint, c => c.Seq);
        Column(NpgsqlDbType.Uuid, c => c.Row!.Import);
        Column(NpgsqlDbType.Integer, c => c.Row!.Row);
        Column(NpgsqlDbType.Integer, c => c.Row!.FormYear);
        Column(NpgsqlDbType.Text, c => c.Row!.Town);
        Column(NpgsqlDbType.Text, c => c.Row!.Village);
        Column(NpgsqlDbType.Text, c => JsonSerializer.Serialize(c.Row!.Broken, ContractJson.Options));
        Column(NpgsqlDbType.TimestampTz, c => c.KnownFrom);
        Column(NpgsqlDbType.TimestampTz, c => c.KnownTo);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
