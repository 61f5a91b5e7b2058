using System.Collections.Immutable;
using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Cases;

/// <summary>A 72-hour case (返乡回流“72小时”跟踪), as folded from its events.</summary>
public sealed record Case
{
    public required Guid Id { get; init; }
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required CaseStanding Standing { get; init; }

    /// <summary>Officer id of who has it; null where the town sees to that.</summary>
    public string? Officer { get; init; }

    /// <summary>From when the clock runs.</summary>
    public required DateTimeOffset FirstReportedAt { get; init; }

    public string? ReturnedOn { get; init; }
    public string? OutOfWorkSince { get; init; }

    /// <summary>Hours at which it escalates, by the policy at the first report.</summary>
    public required ImmutableArray<int> Stages { get; init; }

    /// <summary>Hours within which somebody 不挑不拣 has to start work.</summary>
    public required int LimitHours { get; init; }

    public required string Policy { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Events so far: the expected version of the next append.</summary>
    public long Version { get; init; }

    public bool IsOpen => Standing.State == CaseStates.Open;

    /// <summary>When the limit is reached.</summary>
    public DateTimeOffset LimitAt => FirstReportedAt.AddHours(LimitHours);

    /// <summary>When the next stage is due; null where there is none.</summary>
    public DateTimeOffset? NextDue =>
        IsOpen && Stages.FirstOrDefault(s => s > Standing.Stage) is > 0 and var next ? FirstReportedAt.AddHours(next) : null;

    /// <summary>Whether an end at that moment finds the case owed and late.</summary>
    public bool IsBreachedAt(DateTimeOffset at) => Standing.Breach || (Standing.NotPicky && at > LimitAt);

    /// <summary>Pure: after one more event, recorded at that moment.</summary>
    /// <exception cref="ArgumentException">The event can't follow.</exception>
    public static Case After(Case? state, CaseEvent e, DateTimeOffset at)
    {
        if (e is CaseOpened opened)
        {
            return state is not null ? throw new ArgumentException($"case {e.Case} is opened twice", nameof(e)) : new Case
            {
                Id = opened.Case,
                Laborer = opened.Laborer,
                FormYear = opened.FormYear,
                Standing = opened.Standing,
                FirstReportedAt = opened.FirstReportedAt,
                ReturnedOn = opened.ReturnedOn,
                OutOfWorkSince = opened.OutOfWorkSince,
                Stages = [.. opened.EscalateAtHours],
                LimitHours = opened.PlaceWithinHours,
                Policy = opened.Policy,
                Version = 1,
            };
        }

        var before = state ?? throw new ArgumentException($"case {e.Case} was not opened", nameof(e));
        var after = before with { Standing = e.Standing, Version = before.Version + 1 };
        return e switch
        {
            CaseHandedOver handed => after with { Officer = handed.ToOfficer },
            CaseClosed => after with { ClosedAt = at },
            _ => after,
        };
    }
}
