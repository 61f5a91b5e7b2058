using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Cases;

/// <summary>
/// What a pure decision on a case answers: an event, or why not, in Chinese, with an HTTP <paramref name="Status"/>: 409
/// where the case stands otherwise, 422 where what was sent can't be so.
/// </summary>
public sealed record Decision(CaseEvent? Event, string? Refusal, int Status)
{
    public static implicit operator Decision(CaseEvent decided) => new(decided, null, 200);

    public static Decision Conflict(string why) => new(null, why, 409);

    public static Decision Unfit(string why) => new(null, why, 422);

    /// <summary>For whatever can be done to open cases only.</summary>
    public static Decision Ended(Case ended) => Conflict($"该跟踪已结束（{CaseStates.Labels[ended.Standing.State]}），不能再办理；人员再次失业返乡时请重新报告。");
}
