using System.Runtime.CompilerServices;
using Guzhang.Collection.Laborers;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.ExportingWorkbooks;

/// <summary>Opens the newest forms of a selection, some hundred people at a time. Who was erased is not among them.</summary>
internal sealed class FormsOf(NpgsqlDataSource database, Register register, FormMaker maker)
{
    private const int Chunk = 500;

    /// <summary>Each form's text by field name, in the order in which people came on record.</summary>
    public async IAsyncEnumerable<IReadOnlyDictionary<string, string>> Read(Selection selection, [EnumeratorCancellation] CancellationToken cancel)
    {
        var after = Guid.Empty;
        while (true)
        {
            var page = await Page(selection, after, cancel);
            var laborers = await register.Load(page.Keys, cancel);
            foreach (var (laborer, wrappedKey) in page)
            {
                yield return maker.Open(laborer, laborers[laborer], wrappedKey);
                after = laborer;
            }

            if (page.Count < Chunk)
            {
                yield break;
            }
        }
    }

    private async Task<OrderedDictionary<Guid, byte[]>> Page(Selection selection, Guid after, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select l.laborer, k.wrapped from collection.laborers l join collection.person_keys k using (laborer)
            where l.laborer > $1 and l.form_year = $2 and starts_with(coalesce(l.village, l.town), $3) and ($4 is null or l.state = $4)
            order by l.laborer limit $5
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = selection.FormYear });
        command.Parameters.Add(new() { Value = selection.Division });
        command.Parameters.Add(new() { Value = (object?)selection.State ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Chunk });
        var page = new OrderedDictionary<Guid, byte[]>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            page.Add(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
        }

        return page;
    }
}
