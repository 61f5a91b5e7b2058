using System.Diagnostics;
using System.Text.Json;
using Guzhang.Audit;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.Verification.Work;
using Npgsql;

namespace Guzhang.Verification.Deciding;

/// <summary>What a pure decision answers: refused, decided before by the same request, or a new decision with its event.</summary>
public sealed record Outcome(Refusal? Refusal, Decision? Made)
{
    /// <summary>The same officer asked the same before: same answer, no second event.</summary>
    public static Outcome Repeated { get; } = new(null, null);

    public static implicit operator Outcome(Refusal refusal) => new(refusal, null);

    public static implicit operator Outcome(Decision made) => new(null, made);
}

/// <summary>Carries out decisions on many forms: state and events in one transaction.</summary>
public sealed class Decisions(NpgsqlDataSource database, PostgresEventStore journal, BusinessClock clock)
{
    /// <summary>Most forms in one request.</summary>
    public const int Most = 1000;

    /// <summary>What is wrong with a request, in Chinese, or null.</summary>
    public static string? Fault(IReadOnlyList<FormRef?>? items)
    {
        if (items is null or { Count: 0 })
        {
            return "items 为空：请至少选择一份采集表。";
        }

        if (items.Count > Most)
        {
            return $"一次最多处理 {Most} 份采集表，本次提交了 {items.Count} 份，请分批处理。";
        }

        var bad = items.Index().Where(i => i.Item is not { Laborer: not null, FormVersion: not null }).Select(i => i.Index + 1).ToList();
        return bad.Count == 0 ? null : $"items 中第 {string.Join("、", bad.Take(20))} 项缺少 laborer 或 formVersion。";
    }

    /// <summary>
    /// Decides the items one after the other on locked rows, so that a form named twice is decided once.
    /// <paramref name="type"/> and <paramref name="contract"/> make the event of a new decision, <paramref name="audited"/> names
    /// it on the audit log.
    /// </summary>
    public async Task<DecisionResults> Run(
        IReadOnlyList<FormRef?> items, Func<WorkItem?, int, Outcome> decide, string type, Func<WorkItem, object> contract,
        Actor officer, string audited, CancellationToken cancel)
    {
        var results = new List<DecisionResult>(items.Count);
        var changed = new Dictionary<Guid, WorkItem>();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await WorkTable.Lock(items.Select(i => i!.Laborer!.Value), connection, cancel);
        foreach (var item in items)
        {
            var (laborer, version) = (item!.Laborer!.Value, item.FormVersion!.Value);
            var outcome = decide(rows.GetValueOrDefault(laborer), version);
            if (outcome.Made is { } made)
            {
                changed[laborer] = rows[laborer] = rows[laborer].Decided(made);
            }

            results.Add(new DecisionResult(
                laborer, version, outcome.Refusal is null ? "accepted" : "refused", outcome.Refusal?.Rule, outcome.Refusal?.Message));
        }

        if (changed.Count > 0)
        {
            await Store(changed.Values, type, contract, connection, cancel);
            await AuditTrail.Write(connection, [.. changed.Values.OrderBy(item => item.Laborer).Select(item => Audited(item, officer, audited))], cancel);
            await transaction.CommitAsync(cancel);
            journal.Wake();
        }

        return new DecisionResults(results);
    }

    private static AuditEntry Audited(WorkItem item, Actor officer, string action) =>
        new(officer, action, item.Laborer.ToString(), new Dictionary<string, string>
        {
            ["formVersion"] = item.FormVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["decision"] = item.Decision!.Id.ToString(),
        });

    private async Task Store(
        IReadOnlyCollection<WorkItem> changed, string type, Func<WorkItem, object> contract, NpgsqlConnection connection, CancellationToken cancel)
    {
        await WorkTable.Save(changed, "verification", connection, cancel);
        var (now, trace) = (clock.GetLocalNow(), Activity.Current?.Id);
        var appends = changed.OrderBy(item => item.Laborer).Select(item =>
        {
            var data = contract(item);
            var stored = new NewEvent(item.Decision!.Id, type, JsonSerializer.Serialize(data, data.GetType(), ContractJson.Options));
            return new StreamAppend($"work-{item.Laborer}", Expected.Any, [stored], now, trace);
        });
        await journal.Append(connection, [.. appends], cancel);
    }
}
