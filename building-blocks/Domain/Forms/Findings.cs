namespace Guzhang.Domain.Forms;

/// <summary>E refuses the form, W accepts it with a warning that the task force sees.</summary>
public enum Severity
{
    Warning,
    Error,
}

/// <summary>A broken rule: its id (F06), the field it speaks of, and a Chinese sentence that says what to do.</summary>
public sealed record Finding(string Rule, string Field, Severity Severity, string Message);

/// <summary>What came of reading a form: the form unless a finding is an error, and every finding in the order of the fields.</summary>
public sealed record FormReading(Form? Form, IReadOnlyList<Finding> Findings)
{
    /// <summary>The same of a form that says what is on record already: no change was found, so none waits to be signed (F18).</summary>
    public FormReading Unchanged() =>
        this with { Findings = [.. Findings.Where(f => f is not { Rule: "F18", Severity: Severity.Warning })] };
}

/// <summary>
/// Somebody who looks like the person of the form (F03): another row of the same workbook, or somebody on record. What is said
/// of them is what the caller may see.
/// </summary>
/// <param name="Row">Row of the workbook; null for somebody on record.</param>
/// <param name="Place">Town and village of somebody on record; null where they are not the caller's to see.</param>
public sealed record LookAlike(int? Row, string? Place);

/// <summary>What the register knows about the person of a form, for F02, F03, F13, F18 and F20.</summary>
public abstract record RegisterView
{
    private RegisterView()
    {
    }

    /// <summary>The register can't be asked now.</summary>
    public static RegisterView Offline { get; } = new NotAsked();

    /// <summary>The register doesn't know the person.</summary>
    public static RegisterView Unknown { get; } = new NotThere();

    /// <summary>Others who look like the person.</summary>
    public IReadOnlyList<LookAlike> LookAlikes { get; init; } = [];

    /// <summary>The person is on record.</summary>
    /// <param name="Version">Newest form version.</param>
    /// <param name="Follows">The version the form says it follows; null for a blank form.</param>
    /// <param name="LastWorkplace">Class of the workplace in the last confirmed section 2 of the window, for the limits of someone at home now (F13).</param>
    /// <param name="HasWorked">Whether a form on record tells of work (F20).</param>
    /// <param name="HouseholdSigned">Date of the household's signature under the newest form: the same again is no new one (F18).</param>
    public sealed record OnRecord(
        int Version, int? Follows, PlaceClass? LastWorkplace = null, bool HasWorked = false, DateOnly? HouseholdSigned = null) : RegisterView;

    private sealed record NotAsked : RegisterView;

    private sealed record NotThere : RegisterView;
}

/// <summary>Everything the rules take besides the form itself.</summary>
/// <param name="FormDate">Today by the business clock.</param>
/// <param name="Year">Window and boxes of the form's year.</param>
/// <param name="Divisions">The county's and the country's divisions.</param>
/// <param name="Counting">The standard, for F13.</param>
/// <param name="Register">What the register knows about this person.</param>
public sealed record FormContext(DateOnly FormDate, FormYear Year, Divisions Divisions, CountingPolicy Counting, RegisterView Register);
