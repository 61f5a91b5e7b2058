using Guzhang.Audit;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Postgres;
using Guzhang.Journal.Rebuilding;
using Guzhang.Journal.Relaying;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Guzhang.Journal;

/// <summary>What a service calls to have a journal, a relay, an inbox and the business clock.</summary>
public static class JournalRegistration
{
    /// <summary>
    /// Journal in the service's own database (<c>ConnectionStrings:Database</c>), its relay, and the business clock.
    /// A <see cref="SendBatch"/> must be registered too (Messaging does); further feeds join by <see cref="AddFeed"/>. The
    /// caller migrates before the host starts.
    /// </summary>
    /// <param name="builder">The service's.</param>
    /// <param name="options">What the service says of its journal.</param>
    /// <param name="elsewhere">
    /// Registers an <see cref="IServiceJournal"/> outside the database, where the setting <c>ConnectionStrings:EventStoreDb</c> asks
    /// for it; nothing in a build, or for a service, that has none.
    /// </param>
    /// <exception cref="InvalidOperationException">A store is asked for that isn't there.</exception>
    public static IHostApplicationBuilder AddJournal(
        this IHostApplicationBuilder builder, JournalOptions options, Action<IHostApplicationBuilder, JournalOptions>? elsewhere = null)
    {
        builder.AddDatabase();
        builder.Services.AddSingleton(options with { StallPatience = builder.Configuration.GetValue("Journal:StallPatience", options.StallPatience) });
        builder.AddFeed(services => ActivatorUtilities.CreateInstance<PartitionFeed>(services).AsFeed());
        builder.Services.AddSingleton<IEventStore>(services => services.GetRequiredService<IServiceJournal>());
        if (builder.Configuration.GetConnectionString("EventStoreDb") is { Length: > 0 })
        {
            (elsewhere ?? throw new InvalidOperationException(
                "setting ConnectionStrings:EventStoreDb asks for the journal in EventStoreDB, which this build does not have: build with -p:UseEventStoreDb=true, or remove the setting"))
                (builder, options);
            return builder;
        }

        builder.Services.AddSingleton<PostgresEventStore>();
        builder.Services.AddSingleton<IServiceJournal>(services => services.GetRequiredService<PostgresEventStore>());
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StalledReaders>(services, TimeProvider.System));
        return builder;
    }

    /// <summary>Publishes the journal to one more feed, from a checkpoint and in a loop of its own: none waits for another.</summary>
    public static IHostApplicationBuilder AddFeed(this IHostApplicationBuilder builder, Func<IServiceProvider, Feed> feed)
    {
        // Not by AddHostedService, which takes a second relay for a repetition of the first.
        builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<Relay>(services, feed(services)));
        return builder;
    }

    /// <summary>Takes in the events of other services. Needs a named HTTP client per source.</summary>
    public static IHostApplicationBuilder AddInbox(this IHostApplicationBuilder builder, Func<IServiceProvider, InboxOptions> options)
    {
        builder.AddDatabase();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<JournalClient>();
        builder.Services.AddSingleton(services => new JournalWake(services.GetService<IServiceJournal>()));
        builder.Services.AddSingleton<InboxProcessor>();
        builder.Services.AddSingleton<ParkedEvents>();
        builder.Services.AddHealthChecks().AddCheck<ParkedCheck>("parked", HealthStatus.Degraded, ["ready"]);
        builder.Services.AddHostedService<JournalComparison>();
        return builder;
    }

    /// <summary>Lets the operator have the tables that the inbox fills made anew. Needs the inbox, and the journal where it follows itself.</summary>
    public static IHostApplicationBuilder AddRebuild(this IHostApplicationBuilder builder, RebuildOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<RebuildRunner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RebuildRunner>());
        return builder;
    }

    /// <summary>The service's database, the clock and the audit log that are stored in it, and what says that deliveries stand still.</summary>
    private static void AddDatabase(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(NpgsqlDataSource)))
        {
            return;
        }

        var connection = builder.Configuration.GetConnectionString("Database")
            ?? throw new InvalidOperationException("setting ConnectionStrings:Database is missing");
        builder.Services.AddSingleton(_ => Database.Open(connection));
        builder.Services.AddSingleton<Standstill>();
        builder.Services.AddHealthChecks().AddCheck<Standstill>(Standstill.CheckName, tags: ["ready"]);
        builder.Services.AddSingleton<BusinessClock>();
        builder.Services.AddHostedService<ClockFollower>();
        builder.AddAudit();
    }
}
