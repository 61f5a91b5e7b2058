using System.Data;
using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Reporting.DispatchTable;

/// <summary>Counts the columns line by line, all as of one moment.</summary>
public sealed class Figures(NpgsqlDataSource database, CountyPolicy policy)
{
    private readonly string counts = string.Join(", ", policy.Columns.All.Select(c => $"count(*) filter (where {c.Condition})"));

    /// <summary>
    /// Figures of every line the caller sees, zeros included; and by source the position in its journal up to which
    /// everything is certainly in them (what came since may be too), from the first comparison on.
    /// </summary>
    public async Task<(List<CountedLine> Lines, Dictionary<string, string> Positions)> Count(int formYear, Caller caller, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("select source, position from journal.compared where consumer = 'reporting'"));
        var count = new NpgsqlBatchCommand($"select {Lines.Town} as line, {counts} from reporting.listed where {Lines.Visible} group by line");
        Lines.Fill(count.Parameters, formYear, caller, policy);
        batch.BatchCommands.Add(count);

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var positions = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancel))
        {
            positions[reader.GetString(0)] = reader.GetString(1);
        }

        await reader.NextResultAsync(cancel);
        var counted = new Dictionary<string, long[]>();
        while (await reader.ReadAsync(cancel))
        {
            counted[reader.IsDBNull(0) ? "" : reader.GetString(0)] = [.. policy.Columns.All.Select((_, i) => reader.GetInt64(i + 1))];
        }

        var lines = Lines.For(caller, policy)
            .Select(line => new CountedLine(line.Town, line.Name, Named(counted.GetValueOrDefault(line.Town ?? "") ?? new long[policy.Columns.All.Count])));
        return ([.. lines], positions);
    }

    private Dictionary<string, long> Named(long[] figures) => policy.Columns.All.Index().ToDictionary(c => c.Item.Key, c => figures[c.Index]);
}

/// <summary>A line's figures by column.</summary>
public sealed record CountedLine(string? Town, string Name, Dictionary<string, long> Figures);
