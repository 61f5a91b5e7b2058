using Npgsql;

namespace Guzhang.Subsidy.Payments;

/// <summary>A payment on the ledger, as screening sees it.</summary>
public sealed record Payment(Guid Laborer, string Scheme, int FormYear, DateOnly PaidOn);

/// <summary>The ledger of payments: <c>ledger.payments</c>.</summary>
internal static class Ledger
{
    /// <summary>What was paid to these people, by person.</summary>
    public static async Task<ILookup<Guid, Payment>> Of(IEnumerable<Guid> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select laborer, scheme, form_year, paid_on from ledger.payments where laborer = any ($1) order by paid_on", connection);
        command.Parameters.Add(new() { Value = laborers.Distinct().ToArray() });
        var payments = new List<Payment>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            payments.Add(new Payment(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateOnly>(3)));
        }

        return payments.ToLookup(p => p.Laborer);
    }
}
