using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Guzhang.Collection.Sealing;
using Guzhang.Contracts;
using Guzhang.Domain.Forms;
using Npgsql;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>A refused row as it comes back: its number, its cells and its findings.</summary>
internal sealed record RefusedRow(int Number, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<FindingToAnswer> Findings);

/// <summary>A finding as it is stored beside the row.</summary>
internal sealed record FindingToAnswer(string Rule, string Field, string Severity, string Message);

/// <summary>
/// Refused rows, sealed under a key of their import that is erased after some days (county policy, retention.json): the workbook
/// itself is not kept, and neither are rows that were stored.
/// </summary>
internal sealed class RefusedRows(NpgsqlDataSource database, SecretKeys keys)
{
    private const int Page = 500;

    /// <summary>Makes the import's key and keeps it, wrapped, with the columns of its sheet.</summary>
    public async Task<byte[]> Start(Guid import, IEnumerable<string> columns, int days, CancellationToken cancel)
    {
        var key = RandomNumberGenerator.GetBytes(16);
        await using var command = database.CreateCommand(
            """
            with key as (insert into collection.import_keys (import, wrapped, erase_after) values ($1, $2, clock_timestamp() + make_interval(days => $3)))
            update collection.imports set columns = $4 where import = $1
            """);
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = keys.Wrap(key, import.ToByteArray()) });
        command.Parameters.Add(new() { Value = days });
        command.Parameters.Add(new() { Value = columns.ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
        return key;
    }

    /// <summary>Seals a row's cells, bound to import and row.</summary>
    public static byte[] Seal(byte[] key, Guid import, WorkbookRow row) =>
        Sm4Gcm.Seal(key, JsonSerializer.SerializeToUtf8Bytes(row.Fields, ContractJson.Options), Binding(import, row.Number));

    /// <summary>Columns of the import's sheet, by field name; null where its rows have been erased.</summary>
    public async Task<(byte[] Key, IReadOnlyList<string> Columns)?> Find(Guid import, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select k.wrapped, i.columns from collection.import_keys k join collection.imports i using (import) where import = $1 and k.erase_after > clock_timestamp()");
        command.Parameters.Add(new() { Value = import });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (keys.Unwrap(reader.GetFieldValue<byte[]>(0), import.ToByteArray()), reader.GetFieldValue<string[]>(1))
            : null;
    }

    /// <summary>Fields that a finding speaks of in any refused row, in the order of the form.</summary>
    public async Task<IReadOnlyList<string>> FieldsToMend(Guid import, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select distinct f ->> 'field' from collection.import_findings i, json_array_elements(i.findings) f where i.import = $1 and i.cells is not null
            """);
        command.Parameters.Add(new() { Value = import });
        var fields = new HashSet<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            fields.Add(reader.GetString(0));
        }

        return [.. FormFields.All.Append(FormFields.SocialInsurance).Select(f => f.Name).Where(fields.Contains)];
    }

    /// <summary>The refused rows, in the order of the sheet.</summary>
    public async IAsyncEnumerable<RefusedRow> Read(Guid import, byte[] key)
    {
        var after = 0;
        while (true)
        {
            var page = await ReadPage(import, key, after);
            foreach (var row in page)
            {
                yield return row;
                after = row.Number;
            }

            if (page.Count < Page)
            {
                yield break;
            }
        }
    }

    /// <summary>Erases keys and rows whose days are over; returns of how many imports.</summary>
    public async Task<int> EraseOld(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (delete from collection.import_keys where erase_after <= clock_timestamp() returning import),
                rows as (update collection.import_findings f set cells = null from gone where f.import = gone.import and f.cells is not null)
            select count(*) from gone
            """);
        return (int)(long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Imports with a refused row that is about somebody, or with one that does not open.</summary>
    public async Task<IReadOnlyList<Guid>> Naming(Func<IReadOnlyDictionary<string, string>, bool> about, CancellationToken cancel)
    {
        var kept = new List<(Guid Import, byte[] Wrapped)>();
        await using (var command = database.CreateCommand("select import, wrapped from collection.import_keys"))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                kept.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
            }
        }

        var naming = new List<Guid>();
        foreach (var (import, wrapped) in kept)
        {
            if (await Names(import, wrapped, about, cancel))
            {
                naming.Add(import);
            }
        }

        return naming;
    }

    private async Task<bool> Names(Guid import, byte[] wrapped, Func<IReadOnlyDictionary<string, string>, bool> about, CancellationToken cancel)
    {
        try
        {
            await foreach (var row in Read(import, keys.Unwrap(wrapped, import.ToByteArray())).WithCancellation(cancel))
            {
                if (about(row.Fields))
                {
                    return true;
                }
            }

            return false;
        }
        catch (SealBrokenException)
        {
            return true;
        }
    }

    private async Task<List<RefusedRow>> ReadPage(Guid import, byte[] key, int after)
    {
        await using var command = database.CreateCommand(
            "select row, cells, findings::text from collection.import_findings where import = $1 and row > $2 and cells is not null order by row limit $3");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = Page });
        var rows = new List<RefusedRow>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var number = reader.GetInt32(0);
            rows.Add(new RefusedRow(
                number,
                JsonSerializer.Deserialize<Dictionary<string, string>>(Sm4Gcm.Open(key, reader.GetFieldValue<byte[]>(1), Binding(import, number)), ContractJson.Options)!,
                JsonSerializer.Deserialize<List<FindingToAnswer>>(reader.GetString(2), ContractJson.Options)!));
        }

        return rows;
    }

    private static byte[] Binding(Guid import, int row)
    {
        var binding = new byte[20];
        import.TryWriteBytes(binding);
        BinaryPrimitives.WriteInt32BigEndian(binding.AsSpan(16), row);
        return binding;
    }
}
