using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Closing;
using Guzhang.JobMatching.Contacting;
using Guzhang.JobMatching.Escalating;
using Guzhang.JobMatching.HandingOver;
using Guzhang.JobMatching.Placing;
using Guzhang.JobMatching.Policy;
using Guzhang.JobMatching.ReadingCases;
using Guzhang.JobMatching.Rebuilding;
using Guzhang.JobMatching.TakingReports;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching;

/// <summary>人岗对接: the 72-hour follow-up of who comes home without work (返乡回流“72小时”跟踪服务).</summary>
public static class JobMatchingService
{
    private const string Name = "jobmatching";
    private const string Collection = "collection";

    /// <summary>How its tables are made anew: from Collection's journal and its own.</summary>
    public static RebuildOptions Rebuild { get; } = new(Name, typeof(JobMatchingService).Assembly, (_, schema) => new CaseTables(schema)) { FollowsItself = true };

    /// <summary>The service, its database migrated, ready to run.</summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(Name);
        builder.Services.AddSingleton(FollowUpPolicy.Load(builder.Configuration.Required("County:Directory")));
        builder.Services.AddSingleton<CaseWriter>();
        builder.Services.AddSingleton<CaseCommands>();
        builder.Services.AddSingleton<FormFeed>();
        builder.AddJournal(new JournalOptions(Name, JournalOptions.AsStored));
        builder.AddInbox(services => new InboxOptions(Name, [Collection], services.GetRequiredService<FormFeed>().Apply));
        builder.AddRebuild(Rebuild);
        builder.AddMessaging(publishes: Name, consumer: Name, follows: [Collection]);
        builder.AddServiceClient(Collection);
        builder.AddServiceClient("identity").ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton<Officers>();
        builder.Services.AddSingleton<CaughtUp>();
        builder.Services.AddHostedService<Escalator>();

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(JobMatchingService).Assembly);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapReadPolicies();
        app.MapReadCases();
        app.MapReadCase();
        app.MapPostReport();
        app.MapLogContact();
        app.MapPostEvidence();
        app.MapCloseCase();
        app.MapHandOver();
        app.MapJournal().Needs("journal.read").NeedsWholeCounty();
        app.MapClock().Needs("clock.read");
        app.MapRebuild().Needs("rebuild.run").NeedsWholeCounty();
        app.MapReadingParked().Needs("parked.read").NeedsWholeCounty();
        app.MapDecidingParked().Needs("parked.decide").NeedsWholeCounty();
        return Task.FromResult(app);
    }
}
