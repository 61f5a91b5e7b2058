using Guzhang.Collection.Sealing;
using Guzhang.Domain;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Who a form or row speaks of, as far as it can be read: the blind index of the number, and the keys for look-alikes (none without a name).</summary>
internal sealed record Somebody(ResidentId Id, byte[] Resident, long[] Keys);

/// <summary>Reads who a form speaks of.</summary>
internal sealed class Somebodies(BlindIndex index, LookAlikeKeys keys)
{
    /// <summary>Null where the number can't be read.</summary>
    public Somebody? Read(IReadOnlyDictionary<string, string> fields) => ResidentId.TryParse(fields.GetValueOrDefault("residentId"), out var id)
        ? new Somebody(id!, Resident(id!.Value), PersonName.TryRead(fields.GetValueOrDefault("name"), out var name) ? keys.Of(name, id) : [])
        : null;

    /// <summary>The blind index of a good number.</summary>
    public byte[] Resident(string residentId) => index.Of("resident", residentId);
}
