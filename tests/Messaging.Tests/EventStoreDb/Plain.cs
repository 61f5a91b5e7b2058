using Guzhang.Journal;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Guzhang.Messaging.Tests;

/// <summary>A build without EventStoreDB keeps journals in PostgreSQL only.</summary>
internal static class Elsewhere
{
    public static Action<IHostApplicationBuilder, JournalOptions>? Store => null;
}

/// <summary>Stands where the suite on EventStoreDB would be.</summary>
public sealed class EventStoreDbDeliveryTests
{
    [Fact(Skip = "this build has no EventStoreDB: build with -p:UseEventStoreDb=true")]
    public void The_relays_suite_on_EventStoreDB()
    {
    }
}
