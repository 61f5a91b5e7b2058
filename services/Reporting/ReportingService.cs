using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Messaging;
using Guzhang.Reporting.DispatchTable;
using Guzhang.Reporting.Facts;
using Guzhang.Reporting.People;
using Guzhang.Reporting.Policy;
using Guzhang.Reporting.Rebuilding;
using Guzhang.Reporting.TargetsBoard;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Reporting;

/// <summary>The county's figures: facts from the services' events, the dispatch table and the targets from the facts.</summary>
public static class ReportingService
{
    private const string Name = "reporting";
    private static readonly string[] Sources = ["collection", "subsidy", "jobmatching"];

    /// <summary>How its tables are made anew.</summary>
    public static RebuildOptions Rebuild { get; } = new(
        "reporting", typeof(ReportingService).Assembly, (services, schema) => new ReportingTables(services.GetRequiredService<CountyPolicy>(), schema));

    /// <summary>The service, its database migrated and its people counted under the present policy, ready to run.</summary>
    public static async Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(Name);
        var policy = CountyPolicy.Load(builder.Configuration.Required("County:Directory"));
        builder.Services.AddSingleton(policy);
        builder.Services.AddSingleton<PeopleTable>();
        builder.Services.AddSingleton<FactFeed>();
        builder.Services.AddSingleton<Recounting>();
        builder.Services.AddSingleton<Figures>();
        builder.AddInbox(services => new InboxOptions(Name, Sources, services.GetRequiredService<FactFeed>().Apply));
        builder.AddRebuild(Rebuild);
        builder.AddMessaging(publishes: null, consumer: Name, follows: Sources);
        foreach (var source in Sources)
        {
            builder.AddServiceClient(source);
        }

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(ReportingService).Assembly);
        var app = builder.Build();
        await app.Services.GetRequiredService<Recounting>().Run(CancellationToken.None);
        app.MapServiceDefaults();
        app.MapReadDispatch();
        app.MapReadPeople();
        app.MapReadTargets();
        app.MapClock().Needs("clock.read");
        app.MapRebuild().Needs("rebuild.run").NeedsWholeCounty();
        app.MapReadingParked().Needs("parked.read").NeedsWholeCounty();
        app.MapDecidingParked().Needs("parked.decide").NeedsWholeCounty();
        return app;
    }
}
