using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.ReadingQualifying;
using Guzhang.Subsidy.ReadingSchemes;
using Guzhang.Subsidy.ReadingScreening;
using Guzhang.Subsidy.Rebuilding;
using Guzhang.Subsidy.Screening;

namespace Guzhang.Subsidy;

/// <summary>补贴: schemes as policy, and who qualifies, kept current from what Collection says is confirmed.</summary>
public static class SubsidyService
{
    private const string Name = "subsidy";
    private const string Collection = "collection";

    /// <summary>How its tables are made anew: from Collection's journal and its own.</summary>
    public static RebuildOptions Rebuild { get; } = new(
        Name, typeof(SubsidyService).Assembly, (services, schema) => new SubsidyTables(services.GetRequiredService<SubsidyPolicy>(), schema))
    { FollowsItself = true };

    /// <summary>The service, its database migrated and its people screened under the present policy, ready to run.</summary>
    public static async Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(Name);
        builder.Services.AddSingleton(SubsidyPolicy.Load(builder.Configuration.Required("County:Directory")));
        builder.Services.AddSingleton<Screenings>();
        builder.Services.AddSingleton<ScreeningFeed>();
        builder.Services.AddSingleton<Rescreening>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Rescreening>());
        builder.AddJournal(new JournalOptions(Name, JournalOptions.AsStored));
        builder.AddInbox(services => new InboxOptions(Name, [Collection], services.GetRequiredService<ScreeningFeed>().Apply));
        builder.AddRebuild(Rebuild);
        builder.AddMessaging(publishes: Name, consumer: Name, follows: [Collection]);
        builder.AddServiceClient(Collection);

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(SubsidyService).Assembly);
        var app = builder.Build();
        await app.Services.GetRequiredService<Rescreening>().Run(CancellationToken.None);
        app.MapServiceDefaults();
        app.MapReadSchemes();
        app.MapReadQualifying();
        app.MapReadScreening();
        app.MapJournal().Needs("journal.read").NeedsWholeCounty();
        app.MapClock().Needs("clock.read");
        app.MapRebuild().Needs("rebuild.run").NeedsWholeCounty();
        app.MapReadingParked().Needs("parked.read").NeedsWholeCounty();
        app.MapDecidingParked().Needs("parked.decide").NeedsWholeCounty();
        return app;
    }
}
