using Guzhang.Audit;

namespace Guzhang.Collection.ErasingPeople;

/// <summary>At the start: whom the ledger names and the database knows, because an older backup was put back, is erased again.</summary>
internal static partial class ErasedAgain
{
    public static async Task Run(ErasureLedger ledger, Erasure erasure, ILogger log, CancellationToken cancel)
    {
        var erased = (await ledger.Read(cancel)).ToDictionary(e => e.Laborer);
        var again = await erasure.StillHere(erased.Keys, cancel);
        foreach (var laborer in again)
        {
            await erasure.Erase(erased[laborer], new Actor("collection", null, null), cancel);
        }

        if (again.Count > 0)
        {
            Log(log, again.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{People} people whom the ledger names were on record again, and are erased")]
    private static partial void Log(ILogger log, int people);
}
