using EventStore.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>Puts a service's journal into EventStoreDB.</summary>
public static class EventStoreDbRegistration
{
    /// <summary>
    /// Settings: <c>ConnectionStrings:EventStoreDb</c> (esdb://…), and <c>Journal:Name</c>, under which several installations share
    /// a server; the service's name where it is missing.
    /// </summary>
    public static void Add(IHostApplicationBuilder builder, JournalOptions options)
    {
        var connection = builder.Configuration.GetConnectionString("EventStoreDb")!;
        builder.Services.AddSingleton(_ => new EventStoreClient(EventStoreClientSettings.Create(connection)));
        builder.Services.AddSingleton<IServiceJournal>(services =>
            new EventStoreDbJournal(services.GetRequiredService<EventStoreClient>(), KeptIn.Name(builder.Configuration, options.Source)));
    }
}
