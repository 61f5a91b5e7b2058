using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;

namespace Guzhang.JobMatching.Escalating;

/// <summary>What time does to a case. Pure.</summary>
public static class Escalation
{
    /// <summary>
    /// The case goes to the stage it has reached by now in one step, whatever stages passed unseen before; null where none is
    /// due. At the limit somebody 不挑不拣 without work is a breach.
    /// </summary>
    public static CaseEscalated? Decide(Case found, DateTimeOffset now)
    {
        var reached = found.IsOpen ? found.Stages.Where(s => s > found.Standing.Stage && found.FirstReportedAt.AddHours(s) <= now).ToList() : [];
        return reached is not [.., var stage] ? null : new CaseEscalated
        {
            Case = found.Id,
            Laborer = found.Laborer,
            FormYear = found.FormYear,
            Standing = found.Standing with
            {
                Stage = stage,
                Breach = found.Standing.Breach || (found.Standing.NotPicky && stage >= found.LimitHours),
            },
            DueAt = found.FirstReportedAt.AddHours(stage),
            PassedLate = reached[..^1],
        };
    }
}
