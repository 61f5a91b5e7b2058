using Guzhang.Journal;
using Guzhang.Journal.EventStoreDb;
using Guzhang.Testing;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Guzhang.Messaging.Tests;

/// <summary>Where a journal may be kept besides PostgreSQL.</summary>
internal static class Elsewhere
{
    public static Action<IHostApplicationBuilder, JournalOptions>? Store => EventStoreDbRegistration.Add;
}

/// <summary>The suite with the journal in EventStoreDB.</summary>
[Trait("Req", "COL-16")]
public sealed class EventStoreDbDeliveryTests : DeliverySuite
{
    private static readonly string? Connection = EventStoreDbServer.ConnectionAsync().GetAwaiter().GetResult();

    public EventStoreDbDeliveryTests()
        : base(builder =>
        {
            builder.Configuration["ConnectionStrings:EventStoreDb"] = Connection;
            builder.Configuration["Journal:Name"] = EventStoreDbServer.NewName();
        }) => Assert.SkipWhen(Connection is null, EventStoreDbServer.Missing);
}
