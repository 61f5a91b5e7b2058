using System.Security.Cryptography;
using Guzhang.Collection.Laborers;
using Guzhang.Journal;

namespace Guzhang.Collection.ClaimingPeople;

/// <summary>
/// Whose an ID number is, as a stream of its own says: <c>resident-{keyed code}</c>, whose newest event names the laborer. It
/// holds no more than that; what the claim is for waits in the database under the person's own key.
/// </summary>
internal sealed record Claimed(Guid Laborer)
{
    public const string Type = "resident-claimed";

    public static string Stream(byte[] resident) => $"resident-{Convert.ToHexStringLower(resident)}";

    /// <summary>The id is the laborer's: a claim that is made again is the same.</summary>
    public static StreamAppend Append(FormToStore form, long expected) => new(
        Stream(form.Resident), expected,
        [LaborerEvents.New(new Guid(SHA256.HashData([.. form.Laborer.ToByteArray(), .. "claim"u8]).AsSpan(0, 16)), Type, new Claimed(form.Laborer)) with { Published = false }],
        form.Append.RecordedAt, form.Append.TraceParent);
}
