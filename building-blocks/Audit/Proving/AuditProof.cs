using System.Data;
using Guzhang.Audit.Sealing;
using Npgsql;

namespace Guzhang.Audit.Proving;

/// <summary>What the proof came to.</summary>
/// <param name="Whole">Whether every sealed row is as it was sealed, none is missing, and the chain reaches what was witnessed.</param>
/// <param name="Sealed">Links that were found whole.</param>
/// <param name="Unsealed">Rows without a seal; seconds after a write there should be none.</param>
/// <param name="Head">The newest link: to be noted and handed in at the next proof.</param>
/// <param name="Broken">The first broken link.</param>
/// <param name="Witness">What the file outside the database says; absent where none is kept.</param>
public sealed record ProofAnswer(bool Whole, long Sealed, long Unsealed, ChainHead? Head, BrokenLink? Broken, ChainHead? Witness);

/// <summary>Where the chain breaks: number of the link, the row it is about, <c>missing</c>, <c>changed</c>, <c>truncated</c> or <c>replaced</c>, and the same in words.</summary>
public sealed record BrokenLink(long Seq, long? Entry, string Kind, string Message);

/// <summary>Goes through the whole chain, link by link, in one snapshot.</summary>
public sealed class AuditProof(NpgsqlDataSource database, Witness witness)
{
    private const string Links =
        $"select s.seq, s.entry, s.seal, {SealedRow.Columns} from audit.seals s left join audit.entries e on e.id = s.entry order by s.seq";

    /// <summary><paramref name="noted"/>: a head of an earlier proof that the caller kept; the chain has to hold it too.</summary>
    public async Task<ProofAnswer> Run(ChainHead? noted, CancellationToken cancel)
    {
        // Before the snapshot: the witness follows the chain, never the other way round.
        var seen = witness.Read();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var (head, broken) = await Walk([.. new[] { seen, noted }.OfType<ChainHead>()], connection, cancel);
        await using var command = new NpgsqlCommand(
            "select count(*) from audit.entries e where not exists (select 1 from audit.seals s where s.entry = e.id)", connection);
        var unsealed = (long)(await command.ExecuteScalarAsync(cancel))!;
        return new ProofAnswer(broken is null, head?.Seq ?? 0, unsealed, head, broken, seen);
    }

    private static async Task<(ChainHead? Head, BrokenLink? Broken)> Walk(IReadOnlyList<ChainHead> kept, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Links, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (seq, previous) = (0L, Seal.None);
        ChainHead? Head() => seq == 0 ? null : new ChainHead(seq, Convert.ToHexStringLower(previous));
        while (await reader.ReadAsync(cancel))
        {
            var (number, entry, seal) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
            if (number != seq + 1)
            {
                return (Head(), new BrokenLink(seq + 1, null, "missing", $"缺少第 {seq + 1} 个封印"));
            }

            if (await reader.IsDBNullAsync(3, cancel))
            {
                return (Head(), new BrokenLink(number, entry, "missing", $"第 {number} 个封印所指的记录 {entry} 已不存在"));
            }

            if (!Seal.Of(previous, SealedRow.Read(reader, 3)).AsSpan().SequenceEqual(seal))
            {
                return (Head(), new BrokenLink(number, entry, "changed", $"第 {number} 个封印与记录 {entry} 的内容或前一个封印不符"));
            }

            (seq, previous) = (number, seal);
            if (kept.FirstOrDefault(k => k.Seq == seq && k.Seal != Convert.ToHexStringLower(seal)) is not null)
            {
                return (Head(), new BrokenLink(seq, entry, "replaced", $"第 {seq} 个封印与库外留存的不同：此前的记录被整体替换过"));
            }
        }

        var reached = seq;
        return kept.FirstOrDefault(k => k.Seq > reached) is { } further
            ? (Head(), new BrokenLink(seq + 1, null, "truncated", $"库外留存到第 {further.Seq} 个封印，现只到第 {seq} 个：末尾的记录被删除，或数据库是较早的备份"))
            : (Head(), null);
    }
}
