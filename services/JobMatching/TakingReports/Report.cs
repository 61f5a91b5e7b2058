using Guzhang.Contracts.Collection;
using Guzhang.Contracts.JobMatching;
using Guzhang.Domain.Forms;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Policy;
using Guzhang.Journal.Clock;

namespace Guzhang.JobMatching.TakingReports;

/// <summary>
/// Somebody says that a person is home, out of work and willing to work (JOB-01, docs/decisions/0010). The first opens a case,
/// before any confirmation; while one is open another is noted in it. <paramref name="By"/> is a key of <see cref="Reporters"/>,
/// <paramref name="Officer"/> who brought it, <paramref name="At"/> when it was recorded: the clock runs from there. A report of
/// its own has no <paramref name="FormVersion"/>.
/// </summary>
public sealed record Report(
    Guid Laborer, int FormYear, string Town, string? Village, string By, string Officer, DateTimeOffset At, bool NotPicky,
    string? ReturnedOn, string? OutOfWorkSince, int? FormVersion)
{
    /// <summary>Who can say so (readings.md), in words.</summary>
    public static IReadOnlyDictionary<string, string> Reporters { get; } = new Dictionary<string, string>
    {
        ["town"] = "镇",
        ["work-team"] = "驻村工作队",
        ["collector"] = "采集人员",
        ["person"] = "本人",
    };

    private static readonly string Normal = Status.Normal.Code();
    private static readonly string LostWork = NotWorkingType.LostWork.Code();

    /// <summary>Pure: the report that an accepted form is, or null. Not working now, 当前状态 正常, willing, and returned or lost work.</summary>
    public static Report? Of(FormSubmitted form, DateTimeOffset at) =>
        form.Facts is { Working: false } facts && facts.Status == Normal && IsWilling(facts) && (facts.Returned == true || facts.NotWorkingType == LostWork)
            ? new Report(
                form.Laborer, form.FormYear, form.Town, form.Village, "collector", form.Collector, at, facts.NotPicky == true,
                null, facts.UnemployedSince, form.FormVersion)
            : null;

    /// <summary>Willing by the answer to 就业意愿; where that is blank, by a plan to go that says where, what and for how much (F08).</summary>
    private static bool IsWilling(FormFacts facts) => facts.WillingToWork ?? facts.PlanToGo == true;

    /// <summary>
    /// Pure: what the report does to the person's <paramref name="open"/> case, or the case that it opens, under a new
    /// <paramref name="id"/>. Null where no follow-up is in force on that day.
    /// </summary>
    public CaseEvent? Decide(Case? open, FollowUpPolicy policy, Guid id)
    {
        if (open is not null)
        {
            // 不挑不拣 may be said later, up to the limit; whoever said it does not have to repeat it. Read after the limit's stage was
            // told, it makes the breach that the stage could not know of.
            var notPicky = open.Standing.NotPicky || (NotPicky && At <= open.LimitAt);
            return new CaseLogged
            {
                Case = open.Id,
                Laborer = Laborer,
                FormYear = open.FormYear,
                Standing = open.Standing with { NotPicky = notPicky, Breach = open.Standing.Breach || (notPicky && open.Standing.Stage >= open.LimitHours) },
                Kind = "report",
                ReportedBy = By,
                NotPicky = NotPicky,
                FormVersion = FormVersion,
                Officer = Officer,
            };
        }

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(At, BusinessClock.China).DateTime);
        return policy.TermAt(day) is not { } term ? null : new CaseOpened
        {
            Case = id,
            Laborer = Laborer,
            FormYear = FormYear,
            Standing = new CaseStanding { State = CaseStates.Open, Town = Town, Village = Village, NotPicky = NotPicky, Stage = 0, Breach = false },
            FirstReportedAt = TimeZoneInfo.ConvertTime(At, BusinessClock.China),
            ReportedBy = By,
            Officer = Officer,
            FormVersion = FormVersion,
            ReturnedOn = ReturnedOn,
            OutOfWorkSince = OutOfWorkSince,
            EscalateAtHours = term.EscalateAtHours,
            PlaceWithinHours = term.PlaceWithinHours,
            Policy = policy.Identity,
        };
    }
}
