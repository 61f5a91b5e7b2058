using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.Work;

namespace Guzhang.Verification.Deciding;

/// <summary>What holds for confirming and returning alike. Pure.</summary>
public static class Verdict
{
    /// <summary>Why this officer can't decide on this version, or null.</summary>
    public static Refusal? OnSight(WorkItem? item, int version, Caller officer)
    {
        if (item is null)
        {
            return new Refusal(null, "没有这个人的采集表，请刷新清单。");
        }

        if (!officer.Covers(item.Town) && !officer.Covers(item.Village ?? item.Town))
        {
            return new Refusal("SEC-02", "该采集表不在您的管辖范围内。");
        }

        // VER-10: what was not seen is not decided.
        return item.FormVersion == version
            ? null
            : new Refusal("VER-10", $"采集表现为第{item.FormVersion}版，您看到的是第{version}版；请重新打开，看过后再处理。");
    }

    /// <summary>Why a version in this state can't be decided on (again), or null.</summary>
    public static Refusal? OnState(WorkItem item) => item.State switch
    {
        WorkState.Decided => new Refusal(null, "该采集表刚刚处理过，正在等待采集服务答复。"),
        WorkState.Confirmed => new Refusal(null, "该采集表已经确认。"),
        WorkState.Returned => new Refusal(null, "该采集表已经退回，重新提交后才能处理。"),
        _ => null,
    };
}
