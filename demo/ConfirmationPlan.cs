namespace Guzhang.Demo;

/// <summary>
/// What the task force does in the demo: the forms of two villages go back, one village is not looked at yet, all others
/// are confirmed. A form below the standard without a reason to keep it can't be confirmed (F13) and goes on waiting.
/// </summary>
public static class ConfirmationPlan
{
    /// <summary>默戎镇翁草村 and 高峰镇石门寨村.</summary>
    public static IReadOnlyList<string> ReturnedVillages { get; } = ["翁草村", "石门寨村"];

    /// <summary>坪坝镇板栗村.</summary>
    public static string WaitingVillage => "板栗村";

    /// <summary>Reason codes of Verification for what goes back.</summary>
    public static IReadOnlyList<string> ReturnReasons { get; } = ["income-unproven"];

    public static bool IsSpecial(string village) => ReturnedVillages.Contains(village) || village == WaitingVillage;
}
