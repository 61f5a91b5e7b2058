using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.ConfirmingForms;
using Guzhang.Verification.Deciding;
using Guzhang.Verification.ReadingOwnWork;
using Guzhang.Verification.ReadingWork;
using Guzhang.Verification.Rebuilding;
using Guzhang.Verification.ReturningForms;
using Guzhang.Verification.Work;

namespace Guzhang.Verification;

/// <summary>
/// The task force's work: submitted forms wait here, officers confirm or return them. What they decide is a wish;
/// Collection answers it, and only its answer is a confirmation (architecture, "Who says what").
/// </summary>
public static class VerificationService
{
    private const string Name = "verification";
    private const string Collection = "collection";

    /// <summary>How its table of work is made anew: from Collection's journal and its own.</summary>
    public static RebuildOptions Rebuild { get; } = new(Name, typeof(VerificationService).Assembly, (_, schema) => new WorkTables(schema)) { FollowsItself = true };

    /// <summary>The service, its database migrated, ready to run.</summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(Name);
        builder.AddJournal(new JournalOptions(Name, JournalOptions.AsStored));
        builder.AddInbox(_ => new InboxOptions(Name, [Collection], WorkFeed.Apply));
        builder.AddRebuild(Rebuild);
        builder.AddMessaging(publishes: Name, consumer: Name, follows: [Collection]);
        builder.AddServiceClient(Collection);
        builder.Services.AddSingleton<Decisions>();

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(VerificationService).Assembly);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapReadWork();
        app.MapReadOwnWork();
        app.MapConfirmForms();
        app.MapReturnForms();
        app.MapJournal().Needs("journal.read").NeedsWholeCounty();
        app.MapClock().Needs("clock.read");
        app.MapRebuild().Needs("rebuild.run").NeedsWholeCounty();
        app.MapReadingParked().Needs("parked.read").NeedsWholeCounty();
        app.MapDecidingParked().Needs("parked.decide").NeedsWholeCounty();
        return Task.FromResult(app);
    }
}
